package import Remediation

/// Knows what each task needs: the bound that no policy passes. The replay tells it the need as the request.
package struct OraclePolicy: ReplayPolicy {
    package let name = "oracle"
    package var foresees: Bool { true }

    package init() {}

    package mutating func ladder(for request: AdviceRequest) -> [Int64] { [request.requested?.memoryBytes ?? 1] }
}
