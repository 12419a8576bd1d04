/// A stretch of the recorded attempts.
package struct RecordedAttempts: Hashable, Sendable {
    /// An attempt and its identifier.
    package struct Item: Hashable, Sendable {
        /// The identifier.
        package var id: String
        /// The attempt.
        package var attempt: Attempt

        /// An item.
        package init(id: String, attempt: Attempt) {
            self.id = id
            self.attempt = attempt
        }
    }

    /// Those that were asked for, in the order of recording.
    package var items: [Item]
    /// The identifiers of all in the stretch, of the excluded too, by their numbers.
    package var identifiers: [Int64: String]
    /// The number of the last in the stretch; that before it when the stretch is empty.
    package var last: Int64
    /// Whether nothing was recorded behind it.
    package var isEnd: Bool

    /// A stretch.
    package init(items: [Item], identifiers: [Int64: String], last: Int64, isEnd: Bool) {
        self.items = items
        self.identifiers = identifiers
        self.last = last
        self.isEnd = isEnd
    }
}
