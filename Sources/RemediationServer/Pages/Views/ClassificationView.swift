internal import Remediation

/// Why a failure has its class.
struct ClassificationView {
    /// One rule that holds.
    struct Match {
        let rule: String
        let matchClass: String
        let lineText: String
        /// Where its lines are on the page; nil when they are not there.
        let lineHref: String?
    }

    let title: String
    let figures: [NamedValue]
    let reasons: [String]
    let matches: [Match]
    let facts: [NamedValue]

    init(_ classification: Classification, shown: Set<Int>) {
        title = classification.failureClass.title
        var figures = [NamedValue("Can a retry help?", DisplayText.retryability(classification.retryable))]
        if classification.failureClass != .unknown {
            figures.append(NamedValue("Confidence", DisplayText.percent(classification.confidence)))
        }
        if let rule = classification.rule { figures.append(NamedValue(classification.learned ? "Learnt from" : "Rule", rule)) }
        self.figures = figures
        reasons = classification.reasons
        matches = classification.matches.map { match in
            Match(
                rule: match.rule,
                matchClass: match.failureClass.rawValue,
                lineText: match.lines.map { $0.first == $0.last ? "\($0.first)" : "\($0.first)–\($0.last)" } ?? "",
                lineHref: match.lines.flatMap { shown.contains($0.first) ? "#L\($0.first)" : nil }
            )
        }
        facts = classification.facts.sorted { $0.key < $1.key }.map {
            NamedValue(DisplayText.factName($0.key), DisplayText.fact($0.key, $0.value))
        }
    }
}
