/// How a store took a posted failure.
package struct Acceptance: Hashable, Sendable {
    /// The stored record: the new one, or the earlier one of the same key.
    package var record: FailureRecord
    /// Whether a row was made.
    package var isNew: Bool

    /// An acceptance.
    package init(record: FailureRecord, isNew: Bool) {
        self.record = record
        self.isNew = isNew
    }
}
