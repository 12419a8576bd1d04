package import Remediation

/// The user's request first, then multiples of it, attempt by attempt; doubling beyond the last multiple.
///
/// Without multiples it doubles at once. nf-core's `memory * task.attempt` is 2, 3, 4.
package struct RequestMultiplesPolicy: ReplayPolicy {
    package let name: String
    package var usesRequest: Bool { true }
    private let multiples: [Double]
    /// The request that is assumed where none is known.
    private static let assumed: Int64 = 4_000_000_000

    /// A policy of these multiples, ascending and above 1.
    package init(name: String, multiples: [Double]) {
        self.name = name
        self.multiples = multiples
    }

    package mutating func ladder(for request: AdviceRequest) -> [Int64] {
        let first = request.requested?.memoryBytes ?? Self.assumed
        let failed = request.failed.count
        guard let last = request.failed.map(\.resources.memoryBytes).max() else { return [first] }
        guard failed <= multiples.count else { return [last * 2] }
        return [max(Int64(Double(first) * multiples[failed - 1]), last + 1)]
    }
}
