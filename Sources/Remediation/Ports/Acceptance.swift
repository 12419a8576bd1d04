/// How a store took a posted failure.
package struct Acceptance: Hashable, Sendable {
    /// The stored record: the new one, or the earlier one of the same key.
    package var record: FailureRecord
    /// Whether a row was made.
    package var isNew: Bool
    /// Whether the decision's attempt is new to the history.
    package var learnt: Bool
    /// The record's decision as the store has just written it; nil of an earlier record.
    package var written: WrittenDecision?

    /// An acceptance.
    package init(record: FailureRecord, isNew: Bool, learnt: Bool = false, written: WrittenDecision? = nil) {
        self.record = record
        self.isNew = isNew
        self.learnt = learnt
        self.written = written
    }
}
