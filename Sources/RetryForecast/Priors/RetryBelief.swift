package import Remediation

/// What is believed of another try after a failure of a class that memory does not cure: a Beta distribution declared with the class, and the
/// outcomes that have been seen since.
package struct RetryBelief: Hashable, Sendable {
    /// The declared Beta's parameters: tries that are taken to have succeeded and failed before any was seen.
    package let declared: (successes: Double, failures: Double)
    /// Outcomes seen.
    package let successes: Double
    /// Outcomes seen.
    package let failures: Double

    /// Outcomes behind the belief; without any it is the prior alone.
    package var outcomes: Int { Int(successes + failures) }

    /// The expected chance of success.
    package var mean: Double {
        (declared.successes + successes) / (declared.successes + declared.failures + successes + failures)
    }

    /// A belief about `failureClass` after these outcomes.
    package init(_ failureClass: FailureClass, successes: Double = 0, failures: Double = 0) {
        declared = Self.prior(failureClass)
        self.successes = successes
        self.failures = failures
    }

    package static func == (left: RetryBelief, right: RetryBelief) -> Bool {
        left.declared == right.declared && left.successes == right.successes && left.failures == right.failures
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(declared.successes)
        hasher.combine(declared.failures)
        hasher.combine(successes)
        hasher.combine(failures)
    }

    /// The declared Beta of a class. The stronger a prior, the more outcomes it takes to move it: none is worth more than twenty.
    static func prior(_ failureClass: FailureClass) -> (successes: Double, failures: Double) {
        switch failureClass {
        // The machine's fault and gone with it.
        case .preemptedSpot, .nodeLost: return (9, 1)
        case .hardwareFault, .killedByUser: return (7, 2)
        // Twice the time does for most that ran out of it.
        case .timeoutWalltime: return (6, 3)
        // Shuffle output is lost with a machine, or with a worker that runs out of memory again.
        case .fetchFailed: return (5, 3)
        default: break
        }
        switch failureClass.retryability {
        // Networks and services come back, though not always within a retry.
        case .sameConfiguration: return (7, 3)
        case .changedConfiguration: return (3, 3)
        case .unknown: return (2, 4)
        case .no: return (1, 19)
        }
    }
}
