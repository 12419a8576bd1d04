internal import Hummingbird
internal import NIOCore
internal import Remediation
internal import Synchronization

/// Bounds the memory that large bodies take at a time: a thousand requests of the largest size would fill any machine's.
///
/// A body counts with what reading it takes as well. One whose sender has not shown who they are is not read yet and counts as it is; all
/// such bodies have a quarter of the budget, so that they keep nobody out. Small bodies of a known length are not counted: the number of
/// requests at a time bounds them.
final class BodyBudget: Sendable {
    /// How many bytes a byte of a body takes with its decoding, redaction and packing: a log of 30 MiB was measured to take 2.7, a push,
    /// whose adapter gets a copy of its own, one more (`Benchmarks/faults/faults.py overload` measures many at a time).
    static let heldPerByte = 4
    /// How many bytes a JSON value takes beside its text: the decoder's map and a `JSONValue`; 15 million zeros were measured to take 77 each.
    static let heldPerValue = 80
    /// The most values in a large body: what bodies of this size are posted for are long texts.
    static let mostValues = 1 << 18
    /// The most values in a plan for many jobs, which is all values: the largest body with as many fits into the server's standard budget.
    static let mostValuesOfPlan = 3 << 19

    private let largest: Int
    private let held = Atomic<Int>(0)
    private let unproven = Atomic<Int>(0)

    /// A budget of `largest` bytes.
    init(largest: Int) {
        self.largest = largest
    }

    /// Runs `body` with `request`, whose bytes are counted as they come where they may be many, and given back afterwards.
    ///
    /// - Parameter isProven: Whether it is known already who sends it; otherwise `body` tells the account when it is.
    func run<Value>(
        _ request: Request,
        isProven: Bool,
        _ body: (Request, Account?) async throws -> Value
    ) async throws -> Value {
        guard Self.mayBeLarge(request) else { return try await body(request, nil) }
        let mostValues = request.uri.path == "/v1/plans" ? Self.mostValuesOfPlan : Self.mostValues
        let account = Account(budget: self, isProven: isProven, mostValues: mostValues)
        defer { account.giveBack() }
        var request = request
        request.body = RequestBody(asyncSequence: Counted(base: request.body, account: account))
        return try await body(request, account)
    }

    private static func mayBeLarge(_ request: Request) -> Bool {
        if let text = request.headers[.contentLength] { return Int(text).map { $0 > OtherThreads.largestQuickBody } ?? true }
        return request.headers[.transferEncoding] != nil
    }

    /// What one request holds.
    final class Account: Sendable {
        private struct State: Sendable {
            var isProven: Bool
            var values = JSONValueCount()
            /// What the budget counts for this body.
            var taken = 0
            /// What of it the share of those counts who have not shown who they are.
            var unproven = 0
            /// What reading the body will take beside its bytes, once it is read.
            var reading = 0
        }

        private let budget: BodyBudget
        private let mostValues: Int
        private let state: Mutex<State>

        init(budget: BodyBudget, isProven: Bool, mostValues: Int) {
            self.budget = budget
            self.mostValues = mostValues
            state = Mutex(State(isProven: isProven))
        }

        /// Counts a part of the body.
        ///
        /// - Throws: `Overload` when there is no room for it, `RemediationError.tooLarge` when the body holds too many values.
        func take(_ part: ByteBuffer) throws {
            try state.withLock { state in
                let before = state.values.count
                part.withUnsafeReadableBytes { state.values.read($0) }
                guard state.values.count <= mostValues else {
                    throw RemediationError(
                        .tooLarge,
                        "the body holds more than \(mostValues) JSON values; leave out what is not needed, or send it in parts"
                    )
                }
                let bytes = part.readableBytes
                state.reading += bytes * (BodyBudget.heldPerByte - 1) + (state.values.count - before) * BodyBudget.heldPerValue
                if !state.isProven {
                    state.unproven += bytes
                    guard budget.unproven.add(bytes, ordering: .relaxed).newValue <= budget.largest / 4 else { throw BodyBudget.full }
                }
                try charge(bytes, to: &state)
                if state.isProven { try chargeReading(to: &state) }
            }
        }

        /// Notes that it is known who sends the body: from now on it may be read.
        ///
        /// - Throws: `Overload` when there is no room for that.
        func prove() throws(Overload) {
            let error: Overload? = state.withLock { state in
                state.isProven = true
                budget.unproven.subtract(state.unproven, ordering: .relaxed)
                state.unproven = 0
                do throws(Overload) {
                    try chargeReading(to: &state)
                    return nil
                } catch {
                    return error
                }
            }
            if let error { throw error }
        }

        func giveBack() {
            state.withLock { state in
                budget.held.subtract(state.taken, ordering: .relaxed)
                budget.unproven.subtract(state.unproven, ordering: .relaxed)
                (state.taken, state.unproven) = (0, 0)
            }
        }

        private func chargeReading(to state: inout State) throws(Overload) {
            let bytes = state.reading
            state.reading = 0
            try charge(bytes, to: &state)
        }

        private func charge(_ bytes: Int, to state: inout State) throws(Overload) {
            state.taken += bytes
            guard budget.held.add(bytes, ordering: .relaxed).newValue <= budget.largest else { throw BodyBudget.full }
        }
    }

    private static let full = Overload(.overloaded, "large bodies of other requests fill the memory set aside for them", seconds: 1)

    /// A body that is counted while it is read.
    struct Counted: AsyncSequence, Sendable {
        let base: RequestBody
        let account: Account

        struct AsyncIterator: AsyncIteratorProtocol {
            var base: RequestBody.AsyncIterator
            let account: Account

            mutating func next() async throws -> ByteBuffer? {
                guard let buffer = try await base.next() else { return nil }
                try account.take(buffer)
                return buffer
            }
        }

        func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: base.makeAsyncIterator(), account: account) }
    }
}
