internal import Remediation

/// A calibration as a plot, figures and a table.
struct CalibrationView {
    /// A group of predictions in the table.
    struct Row {
        let predicted: String
        let observed: String
        let weight: String
    }

    let id: String
    let heading: String
    let hint: String
    let plot: String
    let figures: [NamedValue]
    let rows: [Row]
    let counted: String

    init(_ calibration: Catalogue.Calibration, id: String, heading: String, counted: String, hint: String) {
        self.id = id
        self.heading = heading
        self.hint = hint
        self.counted = counted
        plot = ReliabilityPlot(calibration, subject: heading.lowercased()).svg
        figures = [
            NamedValue("Brier score", HumanUnits.fixed(calibration.brier, decimals: 4)),
            NamedValue("Expected calibration error", HumanUnits.fixed(calibration.error, decimals: 4)),
            NamedValue(counted, HumanUnits.number(calibration.weight.rounded())),
        ]
        rows = calibration.groups.map { group in
            Row(
                predicted: DisplayText.tenthPercent(group.predicted),
                observed: DisplayText.tenthPercent(group.observed),
                weight: HumanUnits.number(group.weight.rounded())
            )
        }
    }
}
