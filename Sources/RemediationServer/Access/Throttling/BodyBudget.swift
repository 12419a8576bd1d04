internal import Hummingbird
internal import NIOCore
internal import Synchronization

/// Bounds the bytes of large bodies that are held at a time: a thousand requests of the largest size would fill any machine's memory.
///
/// Small bodies of a known length are not counted: the number of requests at a time bounds them.
final class BodyBudget: Sendable {
    private let largest: Int
    private let held = Atomic<Int>(0)

    /// A budget of `largest` bytes.
    init(largest: Int) {
        self.largest = largest
    }

    /// Runs `body` with `request`, whose bytes are counted as they come where they may be many, and given back afterwards.
    func run<Value>(_ request: Request, _ body: (Request) async throws -> Value) async throws -> Value {
        guard Self.mayBeLarge(request) else { return try await body(request) }
        let account = Account(budget: self)
        defer { account.giveBack() }
        var request = request
        request.body = RequestBody(asyncSequence: Counted(base: request.body, account: account))
        return try await body(request)
    }

    private static func mayBeLarge(_ request: Request) -> Bool {
        if let text = request.headers[.contentLength] { return Int(text).map { $0 > OtherThreads.largestQuickBody } ?? true }
        return request.headers[.transferEncoding] != nil
    }

    /// What one request holds.
    final class Account: Sendable {
        private let budget: BodyBudget
        private let taken = Atomic<Int>(0)

        init(budget: BodyBudget) { self.budget = budget }

        func take(_ bytes: Int) throws(Overload) {
            taken.add(bytes, ordering: .relaxed)
            guard budget.held.add(bytes, ordering: .relaxed).newValue <= budget.largest else {
                throw Overload(.overloaded, "large bodies of other requests fill the memory set aside for them", seconds: 1)
            }
        }

        func giveBack() {
            budget.held.subtract(taken.exchange(0, ordering: .relaxed), ordering: .relaxed)
        }
    }

    /// A body that is counted while it is read.
    struct Counted: AsyncSequence, Sendable {
        let base: RequestBody
        let account: Account

        struct AsyncIterator: AsyncIteratorProtocol {
            var base: RequestBody.AsyncIterator
            let account: Account

            mutating func next() async throws -> ByteBuffer? {
                guard let buffer = try await base.next() else { return nil }
                try account.take(buffer.readableBytes)
                return buffer
            }
        }

        func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: base.makeAsyncIterator(), account: account) }
    }
}
