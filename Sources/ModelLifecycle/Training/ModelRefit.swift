package import Remediation
package import RetryForecast

/// Fits the model anew from a site's own history beside what the shipped model learnt from.
package struct ModelRefit: Sendable {
    /// The fewest new successes that are worth a fit: failures alone say too little of a need.
    package static let leastSuccesses = 200
    /// The most that one run of the site counts, in runs of ours.
    static let mostWeight = 20.0

    /// What the shipped model learnt from.
    private let base: [Trace]
    private let options: ForecastTrainer.Options

    /// A refit on top of `base`; `options` shape the training as they shaped the shipped model.
    package init(base: [Trace], options: ForecastTrainer.Options = ForecastTrainer.Options()) {
        self.base = base
        self.options = options
    }

    /// Whether a fit is due: at least `leastSuccesses` since the last one, and a quarter more than it saw.
    package static func isDue(successes: Int, fitted: Int) -> Bool {
        successes - fitted >= max(leastSuccesses, fitted / 4)
    }

    /// The model of the site's history: each run of the site counts up to twenty of ours, until together they count as much as all of ours.
    ///
    /// - Throws: `RemediationError` if there is too little to learn from.
    package func model(_ site: Trace) throws(RemediationError) -> ForecastModel {
        var site = site
        let ours = Double(base.reduce(0) { $0 + $1.runs.count })
        site.weight = min(max(ours / Double(max(site.runs.count, 1)), 1), Self.mostWeight)
        return try ForecastTrainer(options: options).train(base + [site]).model
    }
}
