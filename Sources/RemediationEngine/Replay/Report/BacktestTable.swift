internal import Foundation

/// The figures of a backtest, as text and for plots.
package struct BacktestTable: Sendable {
    /// One line, per seed.
    package struct Line: Sendable, Codable, Hashable {
        /// The policy.
        package var policy: String
        /// Memory held beyond need, in GBh; nil where needs are not known.
        package var wastageGBh: Double?
        /// Memory held, in GBh of a sizing replay and GiBh of a retry replay.
        package var heldGBh: Double
        /// Failed attempts.
        package var failures: Double
        /// Failed attempts in percent of tasks.
        package var failurePercent: Double
        /// Share of first attempts that succeeded.
        package var firstSuccess: Double
        /// Expected calibration error of the first attempts' chances, of a policy that gives them.
        package var calibrationError: Double?
        /// Tasks judged.
        package var tasks: Int
    }

    /// What is replayed: the trace's name and kind.
    package let title: String
    /// How the trace was replayed.
    package let kind: Backtest.Kind
    /// The lines, in the order of the policies.
    package let lines: [Line]
    /// The chances of the policies that give any.
    package let reliabilities: [(policy: String, reliability: Reliability)]

    /// The table of what `backtest` gave.
    package init(_ backtest: Backtest, rows: [Backtest.Row], title: String) {
        self.title = title
        kind = backtest.kind
        let seeds = Double(backtest.seeds)
        lines = rows.map { row in
            let tasks = max(Double(row.score.tasks), 1)
            return Line(
                policy: row.policy,
                wastageGBh: backtest.kind == .sizing ? row.score.wastage / seeds : nil,
                heldGBh: row.score.gigabyteHours / seeds,
                failures: Double(row.score.failures) / seeds,
                failurePercent: 100 * Double(row.score.failures) / tasks,
                firstSuccess: Double(row.score.firstSuccesses) / tasks,
                calibrationError: row.score.reliability.calibrationError,
                tasks: row.score.tasks / backtest.seeds
            )
        }
        reliabilities = rows.filter { $0.score.reliability.count > 0 }.map { ($0.policy, $0.score.reliability) }
    }

    /// What policies are compared by: waste where it is known, memory held where not.
    package func cost(_ line: Line) -> Double { line.wastageGBh ?? line.heldGBh }

    /// The unit of the cost, in words.
    package var costName: String { kind == .sizing ? "GBh wasted" : "GiB-hours held" }

    /// The table as text, columns aligned.
    package var text: String {
        var cells = [["policy", costName, "failed attempts", "of tasks", "first try", "ECE"]]
        for line in lines {
            cells.append([
                line.policy,
                String(format: "%.1f", cost(line)),
                String(format: "%.1f", line.failures),
                String(format: "%.2f %%", line.failurePercent),
                String(format: "%.1f %%", 100 * line.firstSuccess),
                line.calibrationError.map { String(format: "%.3f", $0) } ?? "",
            ])
        }
        let widths = cells[0].indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        return cells.map { row in
            row.enumerated().map { column, cell in
                let blank = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + blank : blank + cell
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}
