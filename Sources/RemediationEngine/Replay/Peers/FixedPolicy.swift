package import Remediation

/// Always the same limit first, doubled after a failure: what most sites do.
package struct FixedPolicy: ReplayPolicy {
    package let name: String
    private let bytes: Int64

    /// A policy that starts at `bytes`.
    package init(name: String, bytes: Int64) {
        self.name = name
        self.bytes = bytes
    }

    package mutating func ladder(for request: AdviceRequest) -> [Int64] {
        guard let last = request.failed.map(\.resources.memoryBytes).max() else { return [bytes] }
        return [max(bytes, last * 2)]
    }
}
