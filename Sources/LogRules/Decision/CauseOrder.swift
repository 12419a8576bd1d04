internal import Remediation

/// The declared order by which one of all matches becomes the primary cause.
///
/// 1. What belongs to the newest attempt in the log goes before what belongs to an older one.
/// 2. A symptom yields to its cause, by the edges of the rules and of the classes, when the cause is seen too.
/// 3. The more decisive evidence wins: the rule's weight; a line that says it is being retried, that another line says was survived, or
///    that calls itself debugging or progress weighs less, an engine that fits weighs more.
/// 4. Of equal weight, the later line wins: the deepest `Caused by`, the last line of a traceback, the last of a run; in one line, the later column.
/// 5. Then the rule's name, so that the answer never depends on chance.
struct CauseOrder: Sendable {
    private let causes: [[String]]

    init(_ rules: [Rule]) {
        causes = rules.map { $0.symptomOf + (ClassSymptoms.causes[$0.failureClass.rawValue] ?? []) }
    }

    /// The findings, the primary cause first, and why.
    func sort(_ findings: [RuleFinding]) -> (sorted: [RuleFinding], reasons: [String]) {
        guard findings.count > 1 else {
            return (findings, findings.map(Self.reason(for:)))
        }
        let hasNewest = findings.contains { $0.isNewest && $0.weight >= 20 }
        var explainedBy: [Int: RuleFinding] = [:]
        for finding in findings {
            let explanation = findings.filter { explains($0, finding) }.max { Self.isWeaker($0, than: $1) }
            if let explanation { explainedBy[finding.index] = explanation }
        }
        let sorted = findings.sorted { left, right in
            if hasNewest, left.isNewest != right.isNewest { return left.isNewest }
            let leftIsSymptom = explainedBy[left.index] != nil
            let rightIsSymptom = explainedBy[right.index] != nil
            if leftIsSymptom != rightIsSymptom { return rightIsSymptom }
            return Self.isWeaker(right, than: left)
        }
        guard let primary = sorted.first else { return ([], []) }
        var reasons = [Self.reason(for: primary)]
        for finding in sorted.dropFirst().prefix(4) {
            if let cause = explainedBy[finding.index] {
                reasons.append("\(finding.rule.id) is a symptom of \(cause.rule.id).")
            } else if hasNewest, !finding.isNewest {
                reasons.append("\(finding.rule.id) belongs to an older attempt in the log.")
            } else if finding.weight < primary.weight {
                reasons.append("\(finding.rule.id) is less decisive (\(finding.weight) against \(primary.weight)).")
            } else {
                reasons.append("\(finding.rule.id) stands earlier in the log.")
            }
        }
        return (sorted, reasons)
    }

    /// Whether `cause` explains `symptom`: an edge leads there, and not back.
    private func explains(_ cause: RuleFinding, _ symptom: RuleFinding) -> Bool {
        guard cause.index != symptom.index, cause.weight >= 25, cause.isNewest || !symptom.isNewest else { return false }
        guard names(causes[symptom.index], cause.rule) else { return false }
        return !names(causes[cause.index], symptom.rule) || Self.isWeaker(symptom, than: cause)
    }

    private func names(_ patterns: [String], _ rule: Rule) -> Bool {
        patterns.contains { $0 == rule.id || ClassSymptoms.matches(rule.failureClass, $0) }
    }

    private static func isWeaker(_ left: RuleFinding, than right: RuleFinding) -> Bool {
        if left.weight != right.weight { return left.weight < right.weight }
        let (leftPlace, rightPlace) = (left.hit?.sequence ?? 0, right.hit?.sequence ?? 0)
        if leftPlace != rightPlace { return leftPlace < rightPlace }
        let (leftColumn, rightColumn) = (left.hit?.column ?? 0, right.hit?.column ?? 0)
        if leftColumn != rightColumn { return leftColumn < rightColumn }
        return left.rule.id > right.rule.id
    }

    /// Which of a rule's own hits shows it best.
    static func isWeaker(_ left: Hit, than right: Hit, attemptStart: Int) -> Bool {
        let (leftIsNew, rightIsNew) = (left.sequence > attemptStart, right.sequence > attemptStart)
        if leftIsNew != rightIsNew { return rightIsNew }
        if left.line.isRetry != right.line.isRetry { return left.line.isRetry }
        if (left.line.number == nil) != (right.line.number == nil) { return left.line.number == nil }
        return left.sequence < right.sequence
    }

    private static func reason(for finding: RuleFinding) -> String {
        let title = finding.rule.title
        guard let lines = finding.lines else {
            return finding.rule.hasPatterns
                ? "\(title): the scheduler's message says so." : "\(title): the scheduler or the exit status says so."
        }
        let place = lines.first == lines.last ? "line \(lines.first)" : "lines \(lines.first) to \(lines.last)"
        return "\(title): \(place)" + (finding.hit?.line.isCause == true ? ", the deepest cause in its stack." : ".")
    }
}
