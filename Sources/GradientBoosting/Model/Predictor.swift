/// A model laid out for speed: flat memory, a grid look-up a feature, no allocation a row.
///
/// Every term has one table: a feature its values, then that of missing values, then that of categories never listed; a pair
/// its cells, then a zero for categories without a cell.
public final class Predictor: @unchecked Sendable {
    /// The model that is predicted.
    public let model: AdditiveModel
    let features: UnsafeMutableBufferPointer<PlaceFinder>
    /// The features that many rows read by cell; nil for the others.
    let cells: [CellTable?]
    let pairs: UnsafeMutableBufferPointer<PairPlaceFinder>
    /// The table of each term, features first.
    let tables: UnsafeMutableBufferPointer<UnsafePointer<Double>>
    private let store: FlatStore

    /// Lays out a model.
    public init(_ model: AdditiveModel) {
        self.model = model
        let store = FlatStore()
        self.store = store
        features = .allocate(capacity: model.features.count)
        pairs = .allocate(capacity: model.pairs.count)
        tables = .allocate(capacity: model.features.count + model.pairs.count)
        cells = model.features.map { feature in
            if feature.kind == .categorical { return nil }
            return CellTable(thresholds: feature.thresholds, steps: feature.values, missing: feature.missingValue, in: store)
        }
        for (index, feature) in model.features.enumerated() {
            features.initializeElement(
                at: index,
                to: feature.kind == .numeric
                    ? PlaceFinder(thresholds: feature.thresholds, in: store) : PlaceFinder(categories: feature.values.count, in: store)
            )
            tables.initializeElement(at: index, to: store.keep(feature.values + [feature.missingValue, feature.otherValue]))
        }
        for (index, (pair, place)) in zip(model.pairs, model.pairPlaces).enumerated() {
            pairs.initializeElement(at: index, to: PairPlaceFinder(pair, place, in: store))
            tables.initializeElement(at: model.features.count + index, to: store.keep(pair.values + [0]))
        }
    }

    deinit {
        features.deallocate()
        pairs.deallocate()
        tables.deallocate()
    }

    /// The score of an encoded row, the same bits as `AdditiveModel.score`.
    public func score(_ row: UnsafeBufferPointer<Double>) -> Double {
        precondition(row.count == features.count, "the row must have one value for each feature of the model")
        var sum = model.baseScore
        guard let row = row.baseAddress, let finders = features.baseAddress, let tables = tables.baseAddress else { return sum }
        for index in 0..<features.count { sum += tables[index][finders[index].place(row[index])] }
        for index in 0..<pairs.count { sum += tables[features.count &+ index][pairs[index].place(row)] }
        return sum
    }

    /// The score of an encoded row, the same bits as `AdditiveModel.score`.
    public func score(_ row: [Double]) -> Double { row.withUnsafeBufferPointer { score($0) } }
}
