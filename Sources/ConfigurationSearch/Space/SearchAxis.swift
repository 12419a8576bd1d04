/// One knob within a search: where it stands, how it may move, and the values left to it.
public struct SearchAxis: Sendable, Hashable {
    /// How a knob may move from its current value.
    public enum Movement: String, Sendable, Hashable, CaseIterable {
        /// It stays where it is.
        case fixed
        /// The exhausted knob: its current value or more.
        case grows
        /// The exhausted knob where repeating is pointless: more than its current value.
        case growsStrictly
        /// Its current value or less, as for concurrency.
        case shrinks
        /// Any value; it moves where that pays.
        case free
    }

    /// The knob.
    public let knob: Knob
    /// Its value in the attempt that failed, or nil where none is known.
    public let current: Double?
    /// How it may move.
    public let movement: Movement
    /// The limits of the queue, node or step, in the knob's unit.
    public let limits: ClosedRange<Double>
    /// The values left after movement and limits, ascending; the current value joins the lattice where it is allowed.
    public let values: [Double]

    /// Creates an axis and works out the values left to it.
    ///
    /// - Parameters:
    ///   - knob: The knob.
    ///   - current: Its value in the failed attempt; it need not lie on the lattice.
    ///   - movement: How it may move; without a current value only `free` restricts nothing and the others act as `free`.
    ///   - limits: Inclusive bounds in the knob's unit.
    /// - Throws: `SearchError` with code `emptyAxis` if no value is left, or `invalidKnob` if `current` is not finite.
    public init(
        knob: Knob,
        current: Double? = nil,
        movement: Movement = .free,
        limits: ClosedRange<Double> = -Double.infinity...Double.infinity
    ) throws(SearchError) {
        var values = knob.values
        if let current {
            guard current.isFinite else {
                throw SearchError(.invalidKnob, "knob \(knob.name): the current value is not finite; leave it out if it is unknown")
            }
            let position = values.partitioningIndex { $0 >= current }
            if position == values.count || values[position] != current { values.insert(current, at: position) }
            switch movement {
            case .fixed: values = [current]
            case .grows: values.removeFirst(values.partitioningIndex { $0 >= current })
            case .growsStrictly: values.removeFirst(values.partitioningIndex { $0 > current })
            case .shrinks: values.removeLast(values.count - values.partitioningIndex { $0 > current })
            case .free: break
            }
        }
        let lower = values.partitioningIndex { $0 >= limits.lowerBound }
        let upper = values.partitioningIndex { $0 > limits.upperBound }
        guard lower < upper else {
            let from = current.map { ", now \(knob.describe($0))," } ?? ""
            throw SearchError(
                .emptyAxis,
                "knob \(knob.name)\(from) has no value left that \(movement.rawValue) within "
                    + "\(knob.describe(limits.lowerBound)) to \(knob.describe(limits.upperBound)); raise the limit or stop"
            )
        }
        if lower > 0 || upper < values.count { values = Array(values[lower..<upper]) }
        self.knob = knob
        self.current = current
        self.movement = movement
        self.limits = limits
        self.values = values
    }

    /// The position of the current value among `values`, if it is one of them.
    var currentIndex: Int? {
        guard let current else { return nil }
        let position = values.partitioningIndex { $0 >= current }
        return position < values.count && values[position] == current ? position : nil
    }
}

extension Array {
    /// The first index whose element satisfies a predicate that is false, then true along the array.
    @inlinable
    package func partitioningIndex(where belongsAbove: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = low + (high - low) / 2
            if belongsAbove(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
