internal import GradientBoosting
package import RetryForecast

/// The pseudo-attempts of a trace in its own order, with what a model says of each: what a judgement, or another learner, starts from.
package struct JudgedRows: Sendable {
    /// Features, outcomes and groups.
    package let attempts: PseudoAttempts
    /// P(success) of each row.
    package let probabilities: [Double]

    /// Judges `model` on `trace`.
    package init(_ model: ForecastModel, on trace: Trace, seed: UInt64 = 1) {
        var options = PseudoAttempts.Options()
        options.shuffles = 0
        options.seed = seed
        var rows = PseudoAttempts(options: options)
        rows.add(trace)
        var row = [Double](repeating: 0, count: rows.columns.count)
        probabilities = rows.labels.indices.map { index in
            for column in row.indices { row[column] = rows.columns[column][index] }
            return model.success.predict(row)
        }
        attempts = rows
    }

    /// The rows as comma-separated values: every feature by its name, empty where it is absent, then `succeeded` (0 or 1) and `probability`.
    package var csv: String {
        var text = (ForecastFeature.all.map(\.name) + ["succeeded", "probability"]).joined(separator: ",") + "\n"
        for index in attempts.labels.indices {
            for column in attempts.columns {
                if !column[index].isNaN { text += "\(column[index])" }
                text += ","
            }
            text += "\(Int(attempts.labels[index])),\(probabilities[index])\n"
        }
        return text
    }
}
