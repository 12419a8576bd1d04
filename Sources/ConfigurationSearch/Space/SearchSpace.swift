/// The lattice of configurations a retry may take: a few axes, and the points that must not be tried again.
public struct SearchSpace: Sendable, Hashable {
    /// The most knobs a space may have.
    public static let maximumKnobs = 8

    /// The axes, in the order in which a candidate lists its values.
    public let axes: [SearchAxis]
    /// Configurations that failed and must not be proposed again, as values in the order of the axes.
    public let excluded: [[Double]]

    /// Creates a space over `axes`, without the `excluded` points.
    ///
    /// - Throws: `SearchError` with code `knobCount`, or `invalidInput` if an excluded point has another number of values.
    public init(axes: [SearchAxis], excluded: [[Double]] = []) throws(SearchError) {
        guard (1...Self.maximumKnobs).contains(axes.count) else {
            throw SearchError(
                .knobCount,
                "a search space has 1 to \(Self.maximumKnobs) knobs, not \(axes.count); fix the others beforehand"
            )
        }
        guard excluded.allSatisfy({ $0.count == axes.count }) else {
            throw SearchError(.invalidInput, "an excluded configuration must have \(axes.count) values, one a knob")
        }
        self.axes = axes
        self.excluded = excluded
    }

    /// The number of lattice points, saturating at `Int.max`.
    public var count: Int {
        axes.reduce(1) { product, axis in
            let (result, overflow) = product.multipliedReportingOverflow(by: axis.values.count)
            return overflow ? Int.max : result
        }
    }

    /// The values of every knob at lattice `indices`.
    public func values(at indices: [Int]) -> [Double] {
        zip(axes, indices).map { $0.values[$1] }
    }

    /// The lattice indices of a configuration, or nil if it is not a lattice point.
    public func indices(of values: [Double]) -> [Int]? {
        guard values.count == axes.count else { return nil }
        var indices: [Int] = []
        for (axis, value) in zip(axes, values) {
            let index = axis.values.partitioningIndex { $0 >= value }
            guard index < axis.values.count, axis.values[index] == value else { return nil }
            indices.append(index)
        }
        return indices
    }

    /// The position of a lattice point in the order of `forEachPoint` before exclusions.
    func position(of indices: [Int]) -> Int {
        zip(axes, indices).reduce(0) { $0 * $1.0.values.count + $1.1 }
    }

    /// The lattice indices at a position.
    func indices(at position: Int) -> [Int] {
        var rest = position
        var indices = [Int](repeating: 0, count: axes.count)
        for knob in axes.indices.reversed() {
            (rest, indices[knob]) = rest.quotientAndRemainder(dividingBy: axes[knob].values.count)
        }
        return indices
    }

    /// The number of knobs whose value differs from the current one; knobs without a current value do not count.
    public func movedKnobs(_ values: [Double]) -> Int {
        zip(axes, values).count { axis, value in axis.current.map { $0 != value } ?? false }
    }

    /// Calls `body` with the values and indices of every lattice point that is not excluded, the last knob fastest.
    public func forEachPoint(_ body: (_ values: [Double], _ indices: [Int]) throws -> Void) rethrows {
        var indices = [Int](repeating: 0, count: axes.count)
        var values = axes.map { $0.values[0] }
        while true {
            if excluded.isEmpty || !excluded.contains(values) { try body(values, indices) }
            var knob = axes.count - 1
            while knob >= 0 {
                indices[knob] += 1
                if indices[knob] < axes[knob].values.count {
                    values[knob] = axes[knob].values[indices[knob]]
                    break
                }
                indices[knob] = 0
                values[knob] = axes[knob].values[0]
                knob -= 1
            }
            if knob < 0 { return }
        }
    }

    /// Writes a configuration for people: `memory 16 GB, cores 4`.
    public func describe(_ values: [Double]) -> String {
        if axes.count == 1, let axis = axes.first, let value = values.first { return axis.knob.describe(value) }
        return zip(axes, values).map { "\($0.knob.name) \($0.knob.describe($1))" }.joined(separator: ", ")
    }
}
