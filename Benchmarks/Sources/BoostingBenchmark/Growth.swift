import Foundation
import GradientBoosting

/// Seconds and bytes of one training run on made rows.
enum Growth {
    static func measure(rows: Int, columns: Int, rounds: Int, threads: Int) throws {
        let (table, labels) = try made(rows: rows, columns: columns)
        var options = BoostingOptions(rounds: rounds)
        options.threads = threads
        let before = memory("VmRSS:")
        let report = try StumpTrainer(options: options).train(table, labels: labels).report
        let bytes = Double(memory("VmHWM:") - before) / Double(rows)
        print(
            """
            {"rows": \(rows), "columns": \(columns), "binning": \(report.binningSeconds), "boosting": \(report.boostingSeconds), \
            "loss": \(report.trainingLoss), "tableBytes": \(8 * columns + 8), "bytes": \(bytes.rounded())}
            """
        )
    }

    /// Rows by formula: a third of the columns in steps of a quarter, the first half with an effect.
    static func made(rows: Int, columns: Int) throws -> (table: FeatureTable, labels: [Double]) {
        var scores = [Double](repeating: 0, count: rows)
        var made: [FeatureColumn] = []
        for column in 0..<columns {
            var generator = SeededGenerator(seed: UInt64(column))
            var values = [Double](repeating: 0, count: rows)
            for row in 0..<rows {
                // The sum of three uniforms is near enough to a bell.
                var value = 2 * (generator.unit() + generator.unit() + generator.unit()) - 3
                if column % 3 == 0 { value = (value * 4).rounded() / 4 }
                values[row] = value
                if column < columns / 2 { scores[row] += sin(Double(column + 1) * 0.7 * value) * 1.5 / Double(1 + column) }
            }
            made.append(FeatureColumn(name: "x\(column)", values: .numeric(values)))
        }
        var generator = SeededGenerator(seed: 1 << 32)
        let labels = scores.map { generator.unit() < 1 / (1 + exp(-$0)) ? 1.0 : 0 }
        return (try FeatureTable(columns: made), labels)
    }

    /// A figure of this process's memory in bytes.
    private static func memory(_ name: String) -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
        return (line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
    }
}
