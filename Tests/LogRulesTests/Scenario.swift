import Remediation

/// A situation that users of a peer reported: the thread, the evidence in our own words, and what must be said.
struct Scenario: Sendable {
    /// The thread: project and number.
    var thread: String
    /// What is peculiar about it.
    var title: String
    var evidence: FailureEvidence
    /// The classes that are right.
    var classes: [FailureClass]
    var retryable: Retryability?

    init(
        _ thread: String,
        _ title: String,
        _ log: String,
        engine: String? = nil,
        exitCode: Int? = nil,
        signal: Int? = nil,
        state: String? = nil,
        pod: JSONValue? = nil,
        is classes: FailureClass...,
        retry: Retryability? = nil
    ) {
        self.thread = thread
        self.title = title
        evidence = FailureEvidence(
            log: log,
            engine: engine,
            exitCode: exitCode,
            signal: signal.map(Signal.init(number:)),
            schedulerState: state,
            podStatus: pod
        )
        self.classes = classes
        retryable = retry
    }
}

extension Scenario {
    /// A pod's status whose one container ended with `reason`.
    static func terminated(_ reason: String, exitCode: Double) -> JSONValue {
        .object([
            "phase": .string("Failed"),
            "containerStatuses": .array([
                .object(["state": .object(["terminated": .object(["reason": .string(reason), "exitCode": .number(exitCode)])])])
            ]),
        ])
    }
}
