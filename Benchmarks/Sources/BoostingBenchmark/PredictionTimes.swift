import Foundation
import GradientBoosting

/// Nanoseconds a row: one row at a time, whole columns of numbers, and rows binned before.
enum PredictionTimes {
    static func measure(model path: String, csv: String) throws {
        let model = try AdditiveModel(path: path)
        var reader = CSVReader()
        reader.wanted = Set(model.featureNames)
        let columns = try model.encode(FeatureTable(columns: reader.read(path: csv)))
        let rows = columns[0].count
        let width = columns.count
        let predictor = Predictor(model)
        let binned = predictor.bins(columns)
        var flat = [Double](repeating: 0, count: rows * width)
        for (place, column) in columns.enumerated() { for row in 0..<rows { flat[row * width + place] = column[row] } }

        // In turn, so that a busy moment does not fall on one of them alone; the fastest of each counts.
        var best = (one: Double.infinity, columns: Double.infinity, bins: Double.infinity, both: Double.infinity)
        var sums = (one: 0.0, columns: 0.0, bins: 0.0, both: 0.0)
        let clock = ContinuousClock()
        for _ in 0..<15 {
            best.one = min(
                best.one,
                BoostingBenchmark.seconds(
                    clock.measure {
                        sums.one = flat.withUnsafeBufferPointer { flat in
                            var sum = 0.0
                            for row in 0..<rows {
                                sum += predictor.score(UnsafeBufferPointer(rebasing: flat[(row * width)..<((row + 1) * width)]))
                            }
                            return sum
                        }
                    }
                )
            )
            best.columns = min(
                best.columns,
                BoostingBenchmark.seconds(clock.measure { sums.columns = predictor.scores(columns).reduce(0, +) })
            )
            best.both = min(
                best.both,
                BoostingBenchmark.seconds(clock.measure { sums.both = predictor.scores(columns, threads: 2).reduce(0, +) })
            )
            best.bins = min(best.bins, BoostingBenchmark.seconds(clock.measure { sums.bins = predictor.scores(binned).reduce(0, +) }))
        }
        precondition([sums.columns, sums.both, sums.bins].allSatisfy { $0 == sums.one }, "all ways must agree to the last bit")
        func nanoseconds(_ seconds: Double) -> Double { (seconds / Double(rows) * 1e10).rounded() / 10 }
        print(
            """
            {"rows": \(rows), "features": \(width), "one": \(nanoseconds(best.one)), "columns": \(nanoseconds(best.columns)), \
            "columnsOnTwo": \(nanoseconds(best.both)), "bins": \(nanoseconds(best.bins))}
            """
        )
    }
}
