package import RetryForecast

/// How good the probabilities of a model are on a trace that it has not seen.
package struct ForecastQuality: Codable, Sendable, Hashable {
    /// Candidates judged.
    package let rows: Int
    /// Mean negative log likelihood in nats.
    package let logLoss: Double
    /// Mean squared error of the probability.
    package let brier: Double
    /// Area under the ROC curve.
    package let auc: Double
    /// Expected calibration error over 10 bins of equal width.
    package let calibrationError: Double

    /// Judges `model` on the pseudo-attempts of `trace` in its own order.
    package init(_ model: ForecastModel, on trace: Trace, seed: UInt64 = 1) {
        self.init(JudgedRows(model, on: trace, seed: seed))
    }

    /// Judges the probabilities of rows against their outcomes.
    package init(_ rows: JudgedRows) { self.init(probabilities: rows.probabilities, labels: rows.attempts.labels) }

    /// Judges probabilities against outcomes.
    package init(probabilities: [Double], labels: [Double]) {
        let count = Double(max(labels.count, 1))
        var loss = 0.0
        var square = 0.0
        var bins = [SIMD4<Double>](repeating: .zero, count: 10)
        for (p, y) in zip(probabilities, labels) {
            let safe = min(max(p, 1e-12), 1 - 1e-12)
            loss -= y > 0.5 ? safe.naturalLog : (1 - safe).naturalLog
            square += (p - y) * (p - y)
            bins[min(Int(p * 10), 9)] += SIMD4(p, y, 1, 0)
        }
        rows = labels.count
        logLoss = loss / count
        brier = square / count
        calibrationError = bins.reduce(0) { $0 + abs($1.x - $1.y) } / count
        auc = Self.area(probabilities, labels)
    }

    private static func area(_ probabilities: [Double], _ labels: [Double]) -> Double {
        let order = probabilities.indices.sorted { probabilities[$0] < probabilities[$1] }
        var rankSum = 0.0
        var positives = 0.0
        var start = 0
        while start < order.count {
            var end = start
            while end < order.count, probabilities[order[end]] == probabilities[order[start]] { end += 1 }
            // Ties share their mean rank.
            let rank = Double(start + end + 1) / 2
            for place in start..<end where labels[order[place]] > 0.5 {
                rankSum += rank
                positives += 1
            }
            start = end
        }
        let negatives = Double(order.count) - positives
        guard positives > 0, negatives > 0 else { return .nan }
        return (rankSum - positives * (positives + 1) / 2) / (positives * negatives)
    }

    /// One line for people.
    package var summary: String {
        func digits(_ value: Double) -> String { String((value * 10_000).rounded() / 10_000) }
        return
            "\(rows) rows, log loss \(digits(logLoss)), Brier \(digits(brier)), AUC \(digits(auc)), calibration error \(digits(calibrationError))"
    }
}
