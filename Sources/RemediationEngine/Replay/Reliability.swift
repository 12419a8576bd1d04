/// Chances against what came true, in bins: the data of a reliability diagram.
package struct Reliability: Sendable, Hashable {
    /// One bin of chances.
    package struct Bin: Sendable, Hashable {
        /// Predictions in the bin.
        package var count = 0
        /// Their sum.
        package var predicted = 0.0
        /// Those that came true.
        package var came = 0
    }

    /// The lower ends of the bins; finer towards 1, where advice lives.
    package static let bounds = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.94, 0.96, 0.98, 0.99]

    /// The bins, one a bound.
    package private(set) var bins = [Bin](repeating: Bin(), count: Reliability.bounds.count)

    private var squares = 0.0

    /// No prediction yet.
    package init() {}

    /// Predictions taken in.
    package var count: Int { bins.reduce(0) { $0 + $1.count } }

    /// Expected calibration error: the mean distance of chance and share over bins, weighted by their counts; nil without predictions.
    package var calibrationError: Double? {
        let total = count
        guard total > 0 else { return nil }
        return bins.reduce(0) { $0 + abs($1.predicted - Double($1.came)) } / Double(total)
    }

    /// Brier score: the mean square of chance less what came of it, from 0; nil without predictions.
    package var brier: Double? { count > 0 ? squares / Double(count) : nil }

    /// Takes in a prediction and what came of it.
    package mutating func add(_ chance: Double, came: Bool) {
        let place = Self.bounds.lastIndex { $0 <= chance } ?? 0
        bins[place].count += 1
        bins[place].predicted += chance
        if came { bins[place].came += 1 }
        squares += came ? (1 - chance) * (1 - chance) : chance * chance
    }

    package static func += (left: inout Reliability, right: Reliability) {
        for place in left.bins.indices {
            left.bins[place].count += right.bins[place].count
            left.bins[place].predicted += right.bins[place].predicted
            left.bins[place].came += right.bins[place].came
        }
        left.squares += right.squares
    }
}
