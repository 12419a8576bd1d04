/// What a classifier may look at: the log, and what the scheduler and the operating system say beside it.
package struct FailureEvidence: Hashable, Sendable {
    /// The output of the attempt.
    package var log: String
    /// The engine or scheduler, where known.
    package var engine: String?
    /// The process's exit status.
    package var exitCode: Int?
    /// The signal that ended the process.
    package var signal: Signal?
    /// The scheduler's own word.
    package var schedulerState: String?
    /// Kubernetes' status of the pod.
    package var podStatus: JSONValue?

    /// Evidence; all but the log may be unknown.
    package init(
        log: String,
        engine: String? = nil,
        exitCode: Int? = nil,
        signal: Signal? = nil,
        schedulerState: String? = nil,
        podStatus: JSONValue? = nil
    ) {
        self.log = log
        self.engine = engine
        self.exitCode = exitCode
        self.signal = signal
        self.schedulerState = schedulerState
        self.podStatus = podStatus
    }

    /// The evidence in a posted failure.
    package init(_ failure: JobFailure) {
        self.init(
            log: failure.log,
            engine: failure.engine,
            exitCode: failure.exitCode,
            signal: failure.signal,
            schedulerState: failure.schedulerState,
            podStatus: failure.podStatus
        )
    }
}
