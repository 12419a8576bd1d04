internal import Remediation

/// How long to wait before the same configuration is tried again, when the rule does not say, in seconds.
enum Backoff {
    private static let byClass: [FailureClass: Double] = [
        .rateLimited: 60, .serviceUnavailable: 60, .connectionRefusedReset: 30, .connectTimeout: 60, .dns: 30, .fetchFailed: 15,
        .nodeLost: 15, .preemptedSpot: 60, .licenseLimit: 300, .imagePull: 60, .containerRuntime: 30, .hardwareFault: 60,
        .concurrentModification: 15, .heartbeatTimeout: 30, .quotaExceeded: 900, .notFound: 60, .killedByUser: 0,
    ]

    static func seconds(for failureClass: FailureClass) -> Double {
        byClass[failureClass] ?? 30
    }
}
