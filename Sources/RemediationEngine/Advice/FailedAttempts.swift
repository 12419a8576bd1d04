package import Remediation
internal import RetryForecast

/// What the failures of one run say together: an escalation survives a preemption in its midst.
package struct FailedAttempts: Sendable {
    /// The largest container that ran out of memory, in bytes at as many tasks at a time as last; where time comes with memory, of time too.
    package let memoryFloor: Int64?
    /// The longest time limit that ran out, in seconds.
    package let timeFloor: Double?
    /// The last failure, if there is one.
    package let last: FailedConfiguration?
    /// Attempts made.
    package let count: Int
    /// Failures that nothing explains.
    package let unexplained: Int

    private let couplesTime: Bool

    /// Reads the failures in order; one without a class is taken for a shortage of memory.
    ///
    /// - Parameter couplesTime: Whether the site grants time with memory, so that more time is more memory.
    package init(_ failed: [FailedConfiguration], couplesTime: Bool = false) {
        self.couplesTime = couplesTime
        let shape = failed.last.map { WorkerShape(base: $0.resources, largestContainer: Resources.largestBytes, exhausted: nil) }
        memoryFloor =
            failed.filter { $0.failureClass?.isShortage(couplesTime: couplesTime) ?? true }
            .compactMap { shape?.need(metBy: $0.resources) }.max()
        timeFloor =
            failed.filter { $0.failureClass?.exhausted == .timeLimit }.compactMap { $0.resources.timeLimitSeconds ?? $0.runSeconds }.max()
        last = failed.last
        count = failed.count
        unexplained = failed.count { $0.failureClass == .unknown }
    }

    /// What the last failure asks for.
    package enum Demand: Sendable {
        /// Nothing failed: a first attempt.
        case start
        /// More memory than the floor.
        case moreMemory
        /// The same again.
        case sameAgain(FailedConfiguration)
        /// A longer time limit, in seconds, and the same memory.
        case moreTime(FailedConfiguration)
        /// Nothing that a configuration can give.
        case nothing(FailureClass)
        /// More of what else ran out, or the same again where it is not known what did.
        case otherKnob(FailedConfiguration, FailureClass)
    }

    /// What the last failure asks for.
    package var demand: Demand {
        guard let last else { return .start }
        guard let failureClass = last.failureClass, !failureClass.isShortage(couplesTime: couplesTime) else { return .moreMemory }
        switch failureClass.retryability {
        case .no: return .nothing(failureClass)
        case .sameConfiguration: return .sameAgain(last)
        case .unknown: return unexplained > 1 ? .nothing(failureClass) : .sameAgain(last)
        case .changedConfiguration: return failureClass.exhausted == .timeLimit ? .moreTime(last) : .otherKnob(last, failureClass)
        }
    }
}
