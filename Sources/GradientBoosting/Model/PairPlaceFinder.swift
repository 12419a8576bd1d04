/// Finds the cell of a pair of encoded values, or the zero behind the cells for a category without one.
struct PairPlaceFinder: BitwiseCopyable {
    private struct Axis: BitwiseCopyable {
        let finder: PlaceFinder
        /// The bin of each category; nil for numbers.
        let groups: UnsafePointer<Int>?
        /// The bin of categories that training did not list; -1 for none.
        let otherGroup: Int

        init(_ axis: PairEffect.Axis, in store: FlatStore) {
            finder =
                axis.groups.isEmpty
                ? PlaceFinder(thresholds: axis.thresholds, in: store) : PlaceFinder(categories: axis.groups.count, in: store)
            groups = axis.groups.isEmpty ? nil : store.keep(axis.groups)
            otherGroup = axis.otherGroup ?? -1
        }

        /// The bin, missing values first; -1 for none.
        @inline(__always)
        func bin(_ value: Double) -> Int {
            let place = finder.place(value)
            guard let groups else { return place == finder.count ? 0 : place &+ 1 }
            return place < finder.count ? groups[place] : place == finder.count ? 0 : otherGroup
        }
    }

    private let first: Axis
    private let second: Axis
    private let firstFeature: Int
    private let secondFeature: Int
    private let width: Int
    private let cells: Int

    init(_ pair: PairEffect, _ features: FeaturePair, in store: FlatStore) {
        first = Axis(pair.first, in: store)
        second = Axis(pair.second, in: store)
        (firstFeature, secondFeature) = (features.first, features.second)
        width = pair.second.count
        cells = pair.values.count
    }

    /// The places of the pair's features in the encoded row.
    var features: FeaturePair { FeaturePair(first: firstFeature, second: secondFeature) }

    @inline(__always)
    func place(_ row: UnsafePointer<Double>) -> Int { place(row[firstFeature], row[secondFeature]) }

    @inline(__always)
    func place(_ a: Double, _ b: Double) -> Int {
        let (row, column) = (first.bin(a), second.bin(b))
        return row < 0 || column < 0 ? cells : row &* width &+ column
    }
}
