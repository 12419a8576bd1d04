internal import GradientBoosting
package import Remediation
package import RetryForecast

/// What the models say of one question: features, chance of success over limits, run time.
package struct MemoryForecast: Sendable {
    /// The features of the question.
    package let features: AttemptFeatures
    /// P(success) over limits.
    package let curve: SuccessCurve
    /// Expected run time.
    package let runTime: RunTimeForecast
    /// How the run time changes with the cores.
    package let scaling: CoreScaling
    /// Whether the job has too few runs of its own to be known by them.
    let isNew: Bool
    /// The model, for explanations.
    let model: ForecastModel

    /// Forecasts a question.
    package init(_ request: AdviceRequest, history: HistoryExcerpt, model: ForecastModel) {
        let (own, siblings) = (history.own, history.siblings)
        let logInput = request.inputBytes.flatMap { $0 > 0 ? $0.naturalLog : nil }
        let features = AttemptFeatures(
            own: own,
            siblings: siblings,
            logInput: logInput,
            logRequest: request.requested.map { Double($0.containerBytes).naturalLog }
        )
        self.features = features
        self.model = model
        let curve = SuccessCurve(model, features, limits: CandidateLimits(features).logLimits, own: NeedMixture(own, logInput: logInput))
        // A job of few runs takes after its relatives, the nearest most.
        let chain = SiblingChain(siblings)
        self.curve = chain.map { curve.leaning(on: $0, ownRuns: own.count) } ?? curve
        isNew = own.count < AttemptFeatures.enoughRuns
        runTime = RunTimeForecast(own: own, chain: chain)
        scaling = CoreScaling(own: own, prior: model.parallelShare)
    }

    /// Whether nothing but the declared prior speaks.
    package var isPrior: Bool { features.own == nil && features.siblings == nil }

    /// The history in words.
    package var evidence: String {
        if let own = features.own {
            let runs = own.count == 1 ? "1 past run" : "\(own.count) past runs"
            return "\(runs), median peak \(MemoryText.bytes(own.median.exponential)), largest \(MemoryText.bytes(own.largest.exponential))"
        }
        if let siblings = features.siblings {
            return
                "no past run; \(siblings.closestCount) of related jobs, median peak \(MemoryText.bytes(siblings.closestMean.exponential))"
        }
        return "no past run of this or related jobs: a prior"
    }

    private static let places = Dictionary(
        ForecastFeature.all.enumerated().map { ($1.name, $0) },
        uniquingKeysWith: { first, _ in first }
    )

    /// What moved the score at a limit, strongest first.
    package func contributions(logLimit: Double, most: Int) -> [Remediation.Contribution] {
        let row = features.row(logLimit: logLimit)
        return model.success.contributions(row, most: most).map { term in
            guard let place = Self.places[term.name] else {
                return Remediation.Contribution(feature: term.name, value: "", logOdds: term.value)
            }
            return Remediation.Contribution(
                feature: term.name,
                value: Self.words(ForecastFeature.all[place], row[place]),
                logOdds: term.value
            )
        }
    }

    private static func words(_ feature: ForecastFeature, _ value: Double) -> String {
        if value.isNaN { return "\(feature.meaning): not known" }
        switch feature.unit {
        case "ln": return "\(feature.meaning): \(MemoryText.number(value.exponential))x"
        case "ln runs": return "\(feature.meaning): \(Int(value.exponential.rounded()))"
        case "ln bytes": return "\(feature.meaning): \(MemoryText.bytes(value.exponential))"
        case "log-odds": return "\(feature.meaning): \(MemoryText.probability(value.logistic))"
        default: return "\(feature.meaning): \(MemoryText.number(value))"
        }
    }
}
