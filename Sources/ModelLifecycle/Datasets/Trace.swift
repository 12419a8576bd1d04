package import Remediation

/// A data set: what was tried and what came of it, in the order of submission.
package struct Trace: Sendable {
    /// The data set's name.
    package var name: String
    /// Its runs: a run's attempts are in order, and the last one tells the need.
    package var runs: [TracedRun]
    /// Whether its runs were drawn from a declared prior and not measured.
    package var isSimulated: Bool
    /// What one of its rows counts in training.
    package var weight = 1.0

    /// A data set.
    package init(name: String, runs: [TracedRun], isSimulated: Bool = false) {
        self.name = name
        self.runs = runs
        self.isSimulated = isSimulated
    }
}

/// One run of a job from first attempt to last.
package struct TracedRun: Sendable {
    /// The group that must not be split between training and evaluation: a workflow or data set.
    package var group: String
    /// The attempts in order.
    package var attempts: [Attempt]
    /// When it was submitted, in seconds; orders the runs of a trace.
    package var submitted: Double

    /// A run.
    package init(group: String, attempts: [Attempt], submitted: Double) {
        self.group = group
        self.attempts = attempts
        self.submitted = submitted
    }

    /// The attempt that succeeded, if one did.
    package var success: Attempt? { attempts.last { $0.result == .succeeded } }

    /// The limits that ran out of memory, in bytes.
    package var failedLimits: [Int64] {
        attempts.filter { $0.result == .failed && $0.failureClass?.isMemory ?? true }.map(\.requested.containerBytes)
    }
}
