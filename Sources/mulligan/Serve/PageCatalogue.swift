internal import GradientBoosting
internal import LogRules
import Remediation
internal import RemediationServer
internal import RetryForecast
internal import Synchronization

/// What the pages say of rules and model; the rules change when files are taken up, the model when it is fitted anew.
final class PageCatalogue: Sendable {
    private let rules: Mutex<[Catalogue.Rule]>
    private let model: Mutex<ForecastModel>

    /// A catalogue of `pack` and `model`.
    init(pack: RulePack, model: ForecastModel) {
        rules = Mutex(Self.rules(of: pack))
        self.model = Mutex(model)
    }

    /// Shows the rules of `pack` from now on.
    func show(_ pack: RulePack) {
        rules.withLock { $0 = Self.rules(of: pack) }
    }

    /// Shows `model` from now on.
    func show(_ model: ForecastModel) {
        self.model.withLock { $0 = model }
    }

    /// The catalogue as the pages take it.
    var catalogue: Catalogue {
        Catalogue(rules: { self.rules.withLock { $0 } }, model: { self.page })
    }

    private static func rules(of pack: RulePack) -> [Catalogue.Rule] {
        pack.rules.map { rule in
            Catalogue.Rule(
                id: rule.id,
                title: rule.title,
                engine: rule.engine,
                failureClass: rule.failureClass,
                retryable: rule.retryable,
                status: rule.status.rawValue,
                measured: pack.precision[rule.id].map { ($0.right, $0.right + $0.wrong) }
            )
        }
    }

    private var page: Catalogue.Model {
        let model = self.model.withLock { $0 }
        let provenance = model.provenance
        let facts = [
            ("Version", model.version), ("Trained on", provenance.datasets.joined(separator: ", ")), ("Runs", "\(provenance.runs)"),
            ("Rows", "\(provenance.rows)"), ("Seed", "\(provenance.seed)"), ("Pairwise terms", "\(model.success.pairs.count)"),
        ]
        let shapes = model.success.features.filter { !$0.thresholds.isEmpty }.sorted { $0.importance > $1.importance }
        return Catalogue.Model(
            sections: [(heading: "Probability of success", facts: facts.map { (name: $0.0, value: $0.1) })],
            shapes: shapes.map { Catalogue.Shape(feature: $0.name, thresholds: $0.thresholds, logOdds: $0.values) },
            calibration: model.success.calibration.flatMap { calibration in
                Catalogue.Calibration(
                    calibration.reliability.map { .init(predicted: $0.predicted, observed: $0.observed, weight: $0.weight) }
                )
            }
        )
    }
}
