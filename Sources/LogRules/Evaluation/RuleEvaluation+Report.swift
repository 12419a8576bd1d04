internal import FoundationEssentials
internal import Remediation

extension RuleEvaluation {
    /// The report as plain text.
    package func text(worst: Int = 20) -> String {
        var lines = [
            "failures \(count)  accuracy \(Self.figure(accuracy))  macro-F1 \(Self.figure(macroF1)) "
                + "(categories \(Self.figure(categoryMacroF1)))  coverage \(Self.figure(coverage))",
            "no-retry precision \(Self.figure(notRetryablePrecision)) (\(notRetryable.right)/\(notRetryable.of))  "
                + "misleading logs \(Self.figure(hardAccuracy)) (\(hard.right)/\(hard.of))",
            "",
        ]
        lines += Self.table("category", categories) + [""]
        lines += Self.table("class", classes) + [""]
        let confused = confusion.flatMap { label, named in named.filter { $0.key != label }.map { (label, $0.key, $0.value) } }
            .sorted { ($1.2, $0.0, $0.1) < ($0.2, $1.0, $1.1) }
        if !confused.isEmpty {
            lines += ["confused"] + confused.map { "  \($0.0) taken for \($0.1): \($0.2)" } + [""]
        }
        if !misses.isEmpty {
            lines.append("worst misses")
            for miss in misses.prefix(worst) {
                let expected = miss.expected.map(\.rawValue).joined(separator: " or ")
                let said = miss.classification
                let place = said.lines.map { " at line \($0.first)" } ?? ""
                lines.append(
                    "  \(miss.id): \(said.failureClass.rawValue) (\(Self.figure(said.confidence)), \(said.rule ?? "no rule")\(place)), not \(expected)"
                )
            }
        }
        return lines.joined(separator: "\n")
    }

    /// The report as one page of HTML without scripts.
    package func html(title: String) -> String {
        func cell(_ text: String) -> String {
            text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        }
        func table(_ name: String, _ counts: [String: Counts]) -> String {
            let rows = counts.keys.sorted().compactMap { key -> String? in
                guard let count = counts[key] else { return nil }
                let width = Int((count.f1 * 120).rounded())
                return "<tr><td>\(cell(key))<td>\(count.support)<td>\(Self.figure(count.precision))<td>\(Self.figure(count.recall))"
                    + "<td>\(Self.figure(count.f1))<td><svg width=120 height=10><rect width=\(width) height=10 fill=\"#37a\"/></svg>"
            }
            return "<h2>\(name)</h2><table><tr><th>\(name)<th>failures<th>precision<th>recall<th>F1<th>\(rows.joined())</table>"
        }
        let labels = confusion.keys.sorted()
        let names = Set(confusion.values.flatMap(\.keys)).union(labels).sorted()
        let matrix = labels.map { label in
            let cells = names.map { name -> String in
                let value = confusion[label]?[name] ?? 0
                let colour = value == 0 ? "" : name == label ? " class=right" : " class=wrong"
                return "<td\(colour) title=\"\(cell(label)) named \(cell(name))\">\(value == 0 ? "" : String(value))"
            }
            return "<tr><th>\(cell(label))\(cells.joined())"
        }
        let wrong = misses.map { miss in
            "<tr><td>\(cell(miss.id))<td>\(cell(miss.expected.map(\.rawValue).joined(separator: ", ")))"
                + "<td>\(cell(miss.classification.failureClass.rawValue))<td>\(cell(miss.classification.rule ?? ""))"
                + "<td>\(Self.figure(miss.classification.confidence))"
        }
        return """
            <!doctype html><html lang=en><meta charset=utf-8><title>\(cell(title))</title>
            <style>body{font:14px system-ui;margin:2em;max-width:100em}td,th{padding:2px 8px;text-align:left}
            .right{background:#cec}.wrong{background:#ecc}.matrix td{text-align:center;padding:2px 4px}</style>
            <h1>\(cell(title))</h1><p>\(count) failures, accuracy \(Self.figure(accuracy)), macro-F1 \(Self.figure(macroF1)),
            coverage \(Self.figure(coverage)), precision of "no retry" \(Self.figure(notRetryablePrecision)),
            misleading logs \(Self.figure(hardAccuracy)).</p>
            \(table("category", categories))\(table("class", classes))
            <h2>confusion</h2><table class=matrix><tr><th>\(names.map { "<th title=\"\(cell($0))\">\(cell(String($0.split(separator: ".").last?.prefix(6) ?? "")))" }.joined())
            \(matrix.joined(separator: "\n"))</table>
            <h2>misses</h2><table><tr><th>failure<th>right<th>named<th>rule<th>confidence\(wrong.joined(separator: "\n"))</table></html>
            """
    }

    private static func table(_ name: String, _ counts: [String: Counts]) -> [String] {
        let width = max(name.count, counts.keys.map(\.count).max() ?? 0)
        func pad(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }
        var lines = [pad(name, width) + "  failures  precision  recall  F1"]
        for key in counts.keys.sorted() {
            guard let count = counts[key] else { continue }
            lines.append(
                pad(key, width) + "  " + pad(String(count.support), 8) + "  " + pad(figure(count.precision), 9) + "  "
                    + pad(figure(count.recall), 6) + "  " + figure(count.f1)
            )
        }
        return lines
    }

    static func figure(_ value: Double) -> String {
        let thousandths = Int((value * 1000).rounded())
        let digits = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
    }
}
