import Remediation

/// A classification and a recommendation in words, for terminals.
enum RecommendationText {
    /// One line a fact, names first.
    static func lines(_ classification: Classification, _ recommendation: Recommendation) -> [String] {
        var lines = [
            "cause           \(classification.failureClass) (\(HumanUnits.number(classification.confidence * 100)) % sure)",
            "                \(classification.failureClass.title)",
        ]
        if let rule = classification.rule {
            let place = classification.lines.map { $0.first == $0.last ? ", line \($0.first)" : ", lines \($0.first)-\($0.last)" } ?? ""
            lines.append("rule            \(rule)\(place)")
        }
        lines.append("recommendation  \(recommendation.action.rawValue), \(recommendation.state.rawValue)")
        if let target = recommendation.target { lines.append("target          \(target.summary)") }
        if recommendation.backoffSeconds > 0 { lines.append("after           \(HumanUnits.seconds(recommendation.backoffSeconds))") }
        for (index, rung) in recommendation.ladder.enumerated() {
            let odds = HumanUnits.number(rung.successProbability * 100)
            lines.append(
                "\(index == 0 ? "ladder         " : "               ") \(rung.resources.summary): \(odds) % for \(HumanUnits.dollars(rung.expectedCostUSD))"
            )
        }
        for (index, reason) in recommendation.reasons.enumerated() {
            lines.append("\(index == 0 ? "because        " : "               ") \(reason)")
        }
        return lines
    }
}
