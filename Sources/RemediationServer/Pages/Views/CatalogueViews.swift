internal import Remediation
internal import RemediationEngine

/// The page of the rules.
struct RulesView {
    /// The rules for one engine.
    struct Group {
        let engineName: String
        let number: Int
        let rules: [Rule]
    }

    /// A rule in a table.
    struct Rule {
        let id: String
        let title: String
        let category: String
        let ruleClass: String
        let retryable: String
        let status: String
        let precision: String
        let hits: String
    }

    let page: PageView
    let figures: [NamedValue]
    let reloadError: String?
    let groups: [Group]

    init(page: PageView, status: ServiceStatus, rules: [Catalogue.Rule], hits: [String: Int]) {
        self.page = page
        figures = [NamedValue("Rules in force", String(status.rules.count)), NamedValue("Version", status.rules.version)]
        reloadError = status.rules.lastReloadError
        groups = Dictionary(grouping: rules, by: \.engine).sorted { $0.key < $1.key }.map { engine, rules in
            Group(
                engineName: engine,
                number: rules.count,
                rules: rules.sorted { $0.id < $1.id }.map { rule in
                    Rule(
                        id: rule.id,
                        title: rule.title,
                        category: rule.failureClass.category,
                        ruleClass: rule.failureClass.rawValue,
                        retryable: DisplayText.retryability(rule.retryable),
                        status: rule.status,
                        precision: rule.measured.map { "\($0.right) of \($0.of)" } ?? "",
                        hits: hits[rule.id].map(String.init) ?? ""
                    )
                }
            )
        }
    }
}

/// The page of the model.
struct ModelView {
    /// Figures under a heading.
    struct Section {
        let heading: String
        let facts: [NamedValue]
    }

    /// A feature's step function as a plot.
    struct Shape {
        let feature: String
        let plot: String
    }

    let page: PageView
    let figures: [NamedValue]
    let sections: [Section]
    let shapes: [Shape]
    let calibrations: [CalibrationView]
    let noOutcomes: Bool

    init(page: PageView, status: ServiceStatus, counts: StoreCounts, model: Catalogue.Model?, live: Catalogue.Calibration?) {
        self.page = page
        calibrations = [
            model?.calibration.map {
                CalibrationView(
                    $0,
                    id: "held-out",
                    heading: "Rows that it did not train on",
                    counted: "Rows held out, by weight",
                    hint: "What the success model says before wide tails are mixed in, in twenty groups of equal size."
                )
            },
            live.map {
                CalibrationView(
                    $0,
                    id: "live",
                    heading: "Recommendations that were followed",
                    counted: "Outcomes",
                    hint: "The newest \(RemediationService.mostOutcomes) outcomes at most, under the models in force when they were made."
                )
            },
        ].compactMap { $0 }
        noOutcomes = live == nil
        figures = [
            NamedValue("Version", status.modelVersion.isEmpty ? "none" : status.modelVersion),
            NamedValue("Attempts in the history", String(counts.attempts)),
            NamedValue("Labelled outcomes", String(counts.outcomes)),
        ]
        sections = model?.sections.map { Section(heading: $0.heading, facts: $0.facts.map { NamedValue($0.name, $0.value) }) } ?? []
        shapes = model?.shapes.compactMap { shape in ShapePlot(shape).map { Shape(feature: shape.feature, plot: $0.svg) } } ?? []
    }
}
