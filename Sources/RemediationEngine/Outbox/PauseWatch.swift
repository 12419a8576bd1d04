package import Remediation
internal import Synchronization

/// The pauses in force as this process last saw them, so that what is answered on the spot need not ask the store.
///
/// What this process sets or lifts is seen at once; what others do, when the outbox's worker looks: every second, and at once where the
/// store tells of it.
package final class PauseWatch: Sendable {
    private struct Seen: Sendable {
        var pauses: [Pause] = []
        /// The number that the next look gets.
        var looks: UInt64 = 0
        /// The number of the look that `pauses` is from; one that began before it is old news.
        var latest: UInt64 = 0
    }

    private let store: any RemediationStore
    private let seen = Mutex(Seen())

    /// A watch that has seen nothing yet.
    package init(store: any RemediationStore) {
        self.store = store
    }

    /// What is paused, oldest first.
    package var pauses: [Pause] { seen.withLock(\.pauses) }

    /// Looks at what is paused now.
    ///
    /// - Throws: `RemediationError` of the store; what was seen before stays.
    @discardableResult
    package func refresh() async throws(RemediationError) -> [Pause] {
        let look = begin()
        let pauses = try await store.pauses()
        seen.withLock { seen in
            guard look > seen.latest else { return }
            seen.latest = look
            seen.pauses = pauses
        }
        return pauses
    }

    /// Notes a pause that the store has just taken.
    func noteSet(_ pause: Pause) {
        change { pauses in
            if !pauses.contains(where: { $0.id == pause.id }) { pauses.append(pause) }
        }
    }

    /// Notes that a pause was lifted.
    func noteLifted(_ id: String) {
        change { pauses in pauses.removeAll { $0.id == id } }
    }

    private func begin() -> UInt64 {
        seen.withLock { seen in
            seen.looks += 1
            return seen.looks
        }
    }

    /// Looks that are under way may have missed the change, and count for nothing.
    private func change(_ body: (inout [Pause]) -> Void) {
        seen.withLock { seen in
            seen.looks += 1
            seen.latest = seen.looks
            body(&seen.pauses)
        }
    }
}
