internal import Remediation

/// How long deliveries wait in the outbox, and how long each scheduler takes to answer.
package struct DeliveryTimes: Sendable {
    /// How a scheduler's call ended; the names are the values of a metric's label.
    package enum CallResult: String, Sendable, CaseIterable {
        /// The scheduler took the repair.
        case delivered
        /// The scheduler did not answer, or asked for a later try.
        case failed
        /// The scheduler will not have the repair.
        case refused
    }

    /// The bounds of waits, in seconds: the outbox looks every second, and pauses hold for hours.
    static let waitBounds: [Double] = [0.01, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600, 14_400, 86_400]
    /// The bounds of calls, in seconds: up to the adapters' time-outs.
    static let callBounds: [Double] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120]

    /// From the moment that a delivery is due to the moment that it is sent, at each of its tries.
    package let wait = TimeHistogram(bounds: waitBounds)
    /// The calls by scheduler and result.
    package let calls: [String: [CallResult: TimeHistogram]]

    /// Times of the schedulers named `targets`.
    init(targets: some Sequence<String>) {
        calls = Dictionary(
            targets.map { target in
                (target, Dictionary(uniqueKeysWithValues: CallResult.allCases.map { ($0, TimeHistogram(bounds: Self.callBounds)) }))
            },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Counts a call of `target` that took `duration` and ended with `error`, or well.
    func called(_ target: String, _ duration: Duration, error: SchedulerError?) {
        let result: CallResult = error.map { $0.isTransient ? .failed : .refused } ?? .delivered
        calls[target]?[result]?.observe(duration)
    }
}
