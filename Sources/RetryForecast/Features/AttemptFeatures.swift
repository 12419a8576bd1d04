package import Remediation

/// The features of one question: fixed parts worked out once, moving parts for any candidate limit.
package struct AttemptFeatures: Sendable {
    /// Own runs at which siblings fall silent.
    package static let enoughRuns = 5

    /// The fit of the job's own runs; nil of a job without a past.
    package let own: HistoryFit?
    /// The fit of related jobs; nil where the job has runs enough or nobody is related.
    package let siblings: SiblingFit?
    /// Natural logarithm of the request in bytes.
    package let logRequest: Double?
    /// Values of the features that do not move with the candidate, after the moving ones in the row.
    package let context: [Double]
    private let freedom: Double
    private let scale: Double

    /// Works out the fixed parts from what is known before the run.
    package init(_ request: AdviceRequest, history: HistoryBook) {
        let excerpt = history.excerpt(job: request.job, labels: request.labels, engine: request.engine)
        self.init(
            own: excerpt.own,
            siblings: excerpt.siblings,
            logInput: request.inputBytes.flatMap { $0 > 0 ? $0.naturalLog : nil },
            logRequest: request.requested.map { Double($0.containerBytes).naturalLog }
        )
    }

    /// Works out the fixed parts from histories.
    package init(own: JobHistory, siblings: [JobHistory], logInput: Double?, logRequest: Double?) {
        let fit = HistoryFit(own, logInput: logInput)
        self.own = fit
        let related = own.count < Self.enoughRuns ? SiblingFit(siblings) : nil
        self.siblings = related
        self.logRequest = logRequest
        var values = [Double](repeating: .nan, count: ForecastFeature.all.count - ForecastFeature.movingCount)
        if let fit {
            values[0] = Double(fit.count).naturalLog
            values[1] = fit.joined.spread.naturalLog
            values[2] = fit.mean.spread.naturalLog
            values[3] = fit.upperSpread.naturalLog
            values[4] = ((fit.standardized[fit.count - 1] - fit.standardized[Int(0.9 * Double(fit.count - 1))]) / fit.upperSpread)
            if fit.usesInput {
                values[5] = abs(fit.correlation)
                values[6] = fit.beyond
                values[7] = fit.beyond / (0.1 + fit.joined.spread)
                values[8] = (fit.localSpread / fit.joined.spread).naturalLog
                values[9] = (fit.localNeedSpread / fit.mean.spread).naturalLog
            }
        }
        if let related {
            values[10] = Double(related.closestCount).naturalLog
            values[11] = related.closestSpread.naturalLog
        }
        context = values
        let n = Double(fit?.count ?? 1)
        freedom = min(max(n - 1, 2), 6)
        scale = 1 / (1 + 1 / n).squareRoot()
    }

    /// Writes the features that move with memory for a candidate limit, in the order of `ForecastFeature.all`.
    package func fill(_ row: inout [Double], logLimit c: Double) {
        if let f = own {
            let many = f.count > 1
            // Where the input explains the peaks, their plain scatter would only mislead.
            let plain = many && !f.inputExplains
            row[0] = c - f.largest
            row[1] = plain ? (c - f.largest) / f.upperNeedSpread : .nan
            row[2] = plain ? (c - f.mean.location) / f.mean.spread : .nan
            row[3] = plain ? UpperTail.logOdds(c, ascending: f.sortedNeeds, excess: f.upperNeedSpread) : .nan
            let e = c - f.joined.location
            let s = f.localSpread
            let z = e / s
            let surprises = f.standardized
            let n = f.count
            let inputs = f.usesInput
            row[4] = e
            row[5] = many ? z : .nan
            row[6] = e - surprises[n - 1] * s
            row[7] = many ? z - surprises[n - 1] : .nan
            row[8] = many ? (z - surprises[n - 1]) / f.upperSpread : .nan
            row[9] = many ? UpperTail.logOdds(z, ascending: surprises, excess: f.upperSpread) : .nan
            row[10] = many ? (e / s - surprises[n / 2]) * s / f.robustSpread : .nan
            row[11] = inputs ? (e - f.localLargestResidual) / s : .nan
            row[12] = inputs ? (c - f.logLine.location) / f.logLine.spread : .nan
            row[13] = inputs ? (c - f.rawLine.location) / f.rawLine.spread : .nan
            row[14] = inputs ? (c - f.nearest.location) / f.nearest.spread : .nan
            row[15] = inputs ? (c - f.largestNear) / f.nearest.spread : .nan
            row[16] = inputs ? (c - f.largestClose) / f.localNeedSpread : .nan
            row[17] = inputs ? (c - f.largestWide) / f.localNeedSpread : .nan
            row[18] = inputs ? c - f.largestWide : .nan
            if inputs {
                let near = Double(f.localResiduals.lowerBound(e.nextUp))
                row[19] = ((near + 0.5) / (Double(f.localResiduals.count) - near + 0.5)).naturalLog
            } else {
                row[19] = .nan
            }
            let covered = Double(surprises.lowerBound(z.nextUp))
            row[20] = ((covered + 0.5) / (Double(n) - covered + 0.5)).naturalLog
            row[21] = StudentT.logOdds(z * scale, freedom: freedom)
        } else {
            for index in 0...21 { row[index] = .nan }
        }
        if let siblings {
            let odds = siblings.logOdds(limit: c)
            row[22] = odds.widest
            row[23] = odds.closest
            row[24] = odds.joined
            row[25] = (c - siblings.closestMean) / siblings.closestSpread
            row[26] = c - siblings.closestLargest
        } else {
            for index in 22...26 { row[index] = .nan }
        }
        row[27] = own == nil || (own?.count ?? 0) < Self.enoughRuns ? (logRequest.map { c - $0 } ?? .nan) : .nan
        row[28] = own == nil && siblings == nil ? c : .nan
    }

    /// A whole row for a candidate limit.
    package func row(logLimit: Double) -> [Double] {
        var row = [Double](repeating: .nan, count: ForecastFeature.movingCount)
        fill(&row, logLimit: logLimit)
        return row + context
    }
}
