internal import Synchronization

/// A request that comes too soon or at a bad time, and how long to wait.
struct Overload: Error, Hashable {
    /// Whose fault it is.
    enum Kind: Hashable {
        /// The caller sends too much: 429.
        case tooManyRequests
        /// The service has too much to do: 503.
        case overloaded
    }

    let kind: Kind
    let detail: String
    /// How long to wait, in whole seconds, at least 1.
    let retryAfterSeconds: Int

    /// A refusal for `seconds`, rounded up.
    init(_ kind: Kind, _ detail: String, seconds: Double) {
        self.kind = kind
        self.detail = detail
        retryAfterSeconds = max(1, Int(min(seconds, 86_400).rounded(.up)))
    }
}

/// Bounds how many requests are worked on at a time: every queue behind the server is bounded by it.
final class InFlightLimit: Sendable {
    private let largest: Int
    private let what: String
    private let count = Atomic<Int>(0)

    /// At most `largest` at a time of `what`, as the refusal says.
    init(largest: Int, of what: String = "requests") {
        self.largest = largest
        self.what = what
    }

    /// Runs `body` when there is room.
    ///
    /// - Throws: `Overload` when there is none.
    func run<Value>(_ body: () async throws -> Value) async throws -> Value {
        defer { count.subtract(1, ordering: .relaxed) }
        guard count.add(1, ordering: .relaxed).newValue <= largest else {
            throw Overload(.overloaded, "\(largest) \(what) are being answered already, which is the most at a time", seconds: 1)
        }
        return try await body()
    }
}
