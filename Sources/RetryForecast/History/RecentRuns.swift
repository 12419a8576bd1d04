/// Values by run, of the latest runs alone: those that never end must not pile up.
struct RecentRuns<Value: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
    /// How many of the latest runs are kept at least; at most twice as many are.
    static var least: Int { 20_000 }

    private struct Entry: Codable, Hashable, Sendable {
        var value: Value
        /// When the run came, in runs.
        let number: Int
    }

    private var entries: [String: Entry] = [:]
    private var next = 0

    /// The value of `run`; setting one of a run that is new may forget the oldest half.
    subscript(run: String) -> Value? {
        get { entries[run]?.value }
        set {
            guard let newValue else {
                entries[run] = nil
                return
            }
            if entries[run] == nil {
                // By halves, so that forgetting costs nothing a run.
                if entries.count >= 2 * Self.least { forgetOldest() }
                entries[run] = Entry(value: newValue, number: next)
                next += 1
            } else {
                entries[run]?.value = newValue
            }
        }
    }

    /// How many runs there are.
    var count: Int { entries.count }

    private mutating func forgetOldest() {
        let numbers = entries.values.map(\.number).sorted()
        let first = numbers[numbers.count - Self.least]
        entries = entries.filter { $0.value.number >= first }
    }
}
