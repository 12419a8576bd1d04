internal import Remediation

/// How far the recorded attempts have been learnt, so that each is learnt once whichever process recorded it.
struct AttemptTail: Sendable {
    /// How many numbers behind the last are looked at again: a transaction may become visible behind a later one.
    static let overlap: Int64 = 2_000
    /// How many looks an own attempt may take to become visible before it counts as never stored.
    static let mostLooks = 60

    /// The highest number that was looked at.
    private(set) var position: Int64 = 0
    /// Learnt attempts in the overlap, by number.
    private var seen: [Int64: String] = [:]
    /// Attempts that this process records and has learnt or will, with the looks at which they were not there yet.
    private var own: [String: Int] = [:]

    /// Attempts that must not be learnt again: the seen and the own ones.
    private(set) var known: Set<String> = []
    /// Looks since the last that found anything.
    private var quietLooks = 0

    /// Notes an attempt that this process is about to record; it learns it itself.
    mutating func willRecord(_ id: String) {
        own[id] = 0
        known.insert(id)
    }

    /// Notes that this process has not learnt an attempt which it meant to record.
    ///
    /// - Returns: Whether it was recorded all the same and passed over, so that it is to be learnt now. A write whose answer was lost is
    ///   such a one.
    mutating func didNotLearn(_ id: String) -> Bool {
        guard own.removeValue(forKey: id) == nil else {
            known.remove(id)
            return false
        }
        return seen.values.contains(id)
    }

    /// Whether to look: when there is something new, and a few times after that, for what becomes visible late.
    mutating func wantsLook(somethingIsNew: Bool) -> Bool {
        quietLooks = somethingIsNew ? 0 : quietLooks + 1
        return quietLooks <= 3
    }

    /// The number that a look starts behind.
    var start: Int64 { max(0, position - Self.overlap) }

    /// Notes a stretch that was read, and says which of its attempts are to be learnt.
    mutating func take(_ stretch: RecordedAttempts) -> [Attempt] {
        // Asked only now: an attempt that this process recorded after the question was noted before it became visible.
        let fresh = stretch.items.filter { !known.contains($0.id) }.map(\.attempt)
        position = max(position, stretch.last)
        // One that was passed over as known, and is not any more, is left to the next look: its own write was thought to have failed.
        let read = Set(stretch.items.map(\.id))
        for (number, id) in stretch.identifiers where read.contains(id) || known.contains(id) {
            own[id] = nil
            if number > start {
                seen[number] = id
                known.insert(id)
            } else {
                known.remove(id)
            }
        }
        for (number, id) in seen where number <= start {
            seen[number] = nil
            known.remove(id)
        }
        if stretch.isEnd { age() }
        return fresh
    }

    /// Counts a look for the own attempts that have not become visible, and gives up those that never will.
    private mutating func age() {
        for (id, looks) in own {
            if looks < Self.mostLooks {
                own[id] = looks + 1
            } else {
                own[id] = nil
                known.remove(id)
            }
        }
    }
}
