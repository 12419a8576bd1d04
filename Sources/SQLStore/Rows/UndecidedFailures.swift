internal import Remediation
internal import Synchronization

/// Failures that this process accepted a moment ago and will decide the next: a decision need not read and decode them again.
///
/// A stored failure never changes, so what is remembered cannot be stale.
final class UndecidedFailures: Sendable {
    /// The most failures that are remembered.
    private static let most = 512
    /// The longest log that is remembered, in bytes of UTF-8.
    private static let longestLog = 32_768

    private let records = Mutex<[String: FailureRecord]>([:])

    /// Remembers a failure that was stored, where there is room.
    func remember(_ record: FailureRecord) {
        guard record.failure.log.utf8.count <= Self.longestLog else { return }
        records.withLock { records in
            // Full of failures that nobody decided: rather forget them than the new ones.
            if records.count >= Self.most { records.removeAll(keepingCapacity: true) }
            records[record.id] = record
        }
    }

    /// The failure with `id`, which is forgotten.
    func take(_ id: String) -> FailureRecord? {
        records.withLock { $0.removeValue(forKey: id) }
    }
}
