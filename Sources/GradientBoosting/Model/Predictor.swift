/// A model laid out for speed: flat memory, a grid look-up a feature, no allocation a row.
public final class Predictor: @unchecked Sendable {
    private struct Term {
        var low: Double
        var scale: Double
        var lastCell: Double
        var starts: UnsafePointer<UInt16>
        var thresholds: UnsafePointer<Double>
        var values: UnsafePointer<Double>
        var halvings: Int
        var missing: Double
        var other: Double
        /// The number of categories; -1 for numbers.
        var categories: Int
    }

    /// The model that is predicted.
    public let model: AdditiveModel
    private let terms: UnsafeMutableBufferPointer<Term>
    private let numbers: UnsafeMutableBufferPointer<Double>
    private let cells: UnsafeMutableBufferPointer<UInt16>

    /// Lays out a model.
    public init(_ model: AdditiveModel) {
        self.model = model
        let cellCount = 256
        let grids = model.features.map { GridSearch($0.thresholds, cells: cellCount) }
        numbers = .allocate(capacity: zip(grids, model.features).reduce(1) { $0 + $1.0.thresholds.count + $1.1.values.count })
        cells = .allocate(capacity: max(1, cellCount * grids.count))
        terms = .allocate(capacity: grids.count)
        var number = 0
        func place(_ values: [Double]) -> UnsafePointer<Double>? {
            let start = number
            for value in values {
                numbers.initializeElement(at: number, to: value)
                number += 1
            }
            return numbers.baseAddress.map { UnsafePointer($0 + start) }
        }
        for (index, (grid, feature)) in zip(grids, model.features).enumerated() {
            for (cell, start) in grid.starts.enumerated() { cells.initializeElement(at: index * cellCount + cell, to: start) }
            guard let thresholds = place(grid.thresholds), let values = place(feature.values), let starts = cells.baseAddress else {
                continue
            }
            terms.initializeElement(
                at: index,
                to: Term(
                    low: grid.low,
                    scale: grid.scale,
                    lastCell: grid.lastCell,
                    starts: UnsafePointer(starts + index * cellCount),
                    thresholds: thresholds,
                    values: values,
                    halvings: grid.halvings,
                    missing: feature.missingValue,
                    other: feature.otherValue,
                    categories: feature.kind == .numeric ? -1 : feature.values.count
                )
            )
        }
    }

    deinit {
        terms.deallocate()
        numbers.deallocate()
        cells.deallocate()
    }

    @inline(__always)
    private func effect(_ term: UnsafePointer<Term>, _ value: Double) -> Double {
        if value.isNaN { return term.pointee.missing }
        if term.pointee.categories >= 0 {
            return value >= 0 && value < Double(term.pointee.categories) ? term.pointee.values[Int(value)] : term.pointee.other
        }
        var base = Int(term.pointee.starts[GridSearch.cell(value, term.pointee.low, term.pointee.scale, term.pointee.lastCell)])
        var length = 1 << term.pointee.halvings
        while length > 1 {
            length >>= 1
            base &+= term.pointee.thresholds[base &+ length &- 1] < value ? length : 0
        }
        return term.pointee.values[base]
    }

    /// The score of an encoded row, the same bits as `AdditiveModel.score`.
    public func score(_ row: UnsafeBufferPointer<Double>) -> Double {
        precondition(row.count == terms.count, "the row must have one value for each feature of the model")
        var sum = model.baseScore
        guard let terms = terms.baseAddress, let row = row.baseAddress else { return sum }
        for index in 0..<self.terms.count { sum += effect(terms + index, row[index]) }
        for (pair, place) in zip(model.pairs, model.pairPlaces) { sum += pair.effect(row[place.first], row[place.second]) }
        return sum
    }

    /// The score of an encoded row, the same bits as `AdditiveModel.score`.
    public func score(_ row: [Double]) -> Double { row.withUnsafeBufferPointer { score($0) } }

    /// Adds the scores of encoded columns, one a feature, into `scores`, which hold the base score already.
    func add(_ columns: [[Double]], to scores: inout [Double]) {
        guard let terms = terms.baseAddress else { return }
        scores.withUnsafeMutableBufferPointer { scores in
            for (index, column) in columns.enumerated() {
                column.withUnsafeBufferPointer { column in
                    for row in 0..<min(scores.count, column.count) { scores[row] += effect(terms + index, column[row]) }
                }
            }
        }
    }
}
