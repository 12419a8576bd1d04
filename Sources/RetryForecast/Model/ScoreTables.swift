internal import GradientBoosting

/// The numbers of a success model, end to end: what is asked for at a hundred limits a question must not be found by way of a hundred arrays.
struct ScoreTables: Sendable, Equatable {
    /// A stretch of `numbers`.
    struct Stretch: Sendable, Equatable {
        let start: Int
        let count: Int
    }

    /// A feature's own effect.
    struct Effect: Sendable, Equatable {
        /// Ascending bounds between steps; empty for categories.
        let thresholds: Stretch
        /// What each step adds.
        let values: Stretch
    }

    /// The joint effect of two features.
    struct Pair: Sendable, Equatable {
        /// The places of the features in a row.
        let features: (first: Int, second: Int)
        /// Ascending bounds between bins; empty for categories.
        let thresholds: (first: Stretch, second: Stretch)
        /// What each cell adds, row by row of the first feature.
        let values: Stretch
        /// Cells in a row.
        let width: Int

        static func == (left: Pair, right: Pair) -> Bool {
            left.features == right.features && left.thresholds == right.thresholds && left.values == right.values
                && left.width == right.width
        }
    }

    private(set) var numbers: [Double] = []
    /// In the order of the model's features.
    let effects: [Effect]
    /// In the order of the model's pairs.
    let pairs: [Pair]

    /// The tables of `model`.
    init(_ model: AdditiveModel) {
        var numbers: [Double] = []
        func add(_ values: [Double]) -> Stretch {
            defer { numbers += values }
            return Stretch(start: numbers.count, count: values.count)
        }
        effects = model.features.map { Effect(thresholds: add($0.thresholds), values: add($0.values)) }
        pairs = model.pairs.map {
            Pair(
                features: (model.index(of: $0.first.name) ?? 0, model.index(of: $0.second.name) ?? 0),
                thresholds: (add($0.first.thresholds), add($0.second.thresholds)),
                values: add($0.values),
                width: $0.second.count
            )
        }
        self.numbers = numbers
    }
}
