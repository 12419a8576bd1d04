package import Remediation
internal import Synchronization

/// Tokens of the fleet's retry budget for retries that posters make on an answer of this process.
///
/// They come from the bucket in the store, a few at a time, so that processes share one budget and a post rarely asks the store: one at
/// first, twice as many whenever they are used up within a second, and at most a thirty-second part of the burst. What a second leaves
/// unused goes back. A process that ends loses what it holds: the budget is smaller by that, never larger.
package final class RetryTokens: Sendable {
    private struct Purse: Sendable {
        var tokens = 0
        /// How many to ask for next.
        var size = 1
        /// The bucket was empty: not asked again before this moment.
        var emptyUntil: Timestamp?
        var wasUsed = false
    }

    private enum Answer {
        case granted, refused, unknown
    }

    private typealias Filling = Task<Result<Void, RemediationError>, Never>

    /// The longest that an empty bucket is not asked again, in seconds.
    private static let longestPause = 1.0

    private let store: any RemediationStore
    private let budget: RetryBudget
    private let purse = Mutex(Purse())
    private let filling = Mutex<Filling?>(nil)

    /// Tokens of `budget`, none of which is held yet.
    package init(store: any RemediationStore, budget: RetryBudget) {
        self.store = store
        self.budget = budget
    }

    /// How many this process holds unused.
    var held: Int { purse.withLock(\.tokens) }

    /// Takes a token for a retry that is answered as approved.
    ///
    /// - Returns: Whether there was one.
    /// - Throws: `RemediationError` of the store.
    package func take(at now: Timestamp) async throws(RemediationError) -> Bool {
        while true {
            switch takeHeld(at: now) {
            case .granted: return true
            case .refused: return false
            case .unknown: try await fill(at: now)
            }
        }
    }

    /// Gives back a token whose retry came to nothing.
    package func giveBack() {
        purse.withLock { $0.tokens += 1 }
    }

    /// Returns what was not used since the last call.
    ///
    /// - Throws: `RemediationError` of the store.
    package func returnUnused(at now: Timestamp) async throws(RemediationError) {
        let unused = purse.withLock { purse in
            defer { purse.wasUsed = false }
            guard !purse.wasUsed, purse.tokens > 0 else { return 0 }
            defer { (purse.tokens, purse.size) = (0, 1) }
            return purse.tokens
        }
        if unused > 0 { try await store.returnRetryTokens(unused, under: budget, at: now) }
    }

    private func takeHeld(at now: Timestamp) -> Answer {
        purse.withLock { purse in
            if purse.tokens > 0 {
                purse.tokens -= 1
                purse.wasUsed = true
                return .granted
            }
            // A moment much further off than any pause is from before the clock went back; posts at the same time may be a little apart.
            if let until = purse.emptyUntil, now < until, until.seconds - now.seconds <= 2 * Self.longestPause { return .refused }
            return .unknown
        }
    }

    /// Fetches tokens; whoever asks meanwhile waits for the same.
    private func fill(at now: Timestamp) async throws(RemediationError) {
        let task = filling.withLock { present in
            if let present { return present }
            let task = Filling { await self.fetch(at: now) }
            present = task
            return task
        }
        try await task.value.get()
    }

    private func fetch(at now: Timestamp) async -> Result<Void, RemediationError> {
        defer { filling.withLock { $0 = nil } }
        let wanted = purse.withLock(\.size)
        do throws(RemediationError) {
            let granted = try await store.takeRetryTokens(upTo: wanted, under: budget, at: now)
            let pause = min(max(60 / budget.perMinute, 0.05), Self.longestPause)
            purse.withLock { purse in
                purse.tokens += granted
                purse.size = min(wanted * 2, max(1, Int(budget.burst / 32)))
                purse.emptyUntil = granted == 0 ? now.adding(seconds: pause) : nil
            }
            return .success(())
        } catch {
            return .failure(error)
        }
    }
}
