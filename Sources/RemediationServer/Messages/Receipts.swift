internal import RemediationEngine

/// The answer to a posted attempt.
struct RecordedAttempt: Encodable {
    /// Whether it was new.
    let recorded: Bool
}

/// The answer to a scheduler's push.
struct HookReceipt: Encodable {
    /// How many events were read from it.
    let events: Int
}

/// The answer of `/healthz`: the process runs.
struct Health: Encodable {
    let status: String
    let version: String
}

/// The answer of `/readyz`: whether failures can be taken now, and what stands in the way.
struct Readiness: Encodable {
    let ready: Bool
    let store: String
    let recovered: Bool
    let rules: ServiceStatus.Rules
    let modelVersion: String

    init(_ status: ServiceStatus) {
        ready = status.isReady
        // What the store says may name files of the machine; those who look after it find it in the log.
        store = status.storeError == nil ? "ok" : "unavailable"
        recovered = status.recovered
        rules = status.rules
        modelVersion = status.modelVersion
    }
}
