internal import Remediation

/// A log with line numbers; of a long one the windows around the lines that matched.
struct LogView {
    /// One line.
    struct Line {
        let number: Int
        let text: String
        /// `hit primary`, `hit`, or nil.
        let hit: String?
    }

    /// Lines in a row.
    struct Window {
        /// What was left out before it.
        let gap: String?
        let lines: [Line]
    }

    let summary: String
    let hint: String?
    let rawHref: String
    let windows: [Window]
    /// What was left out at the end.
    let tail: String?

    /// The most lines that are shown whole.
    static let wholeLimit = 400
    /// Lines shown before and after a match.
    static let context = 12
    /// The most characters of a line that are shown.
    static let widest = 2_000
    /// The most lines shown at all: a rule that matches everywhere must not make a page of a million rows.
    static let mostShown = 2_000

    init(_ log: String, classification: Classification?, rawHref: String) {
        self.rawHref = rawHref
        let lines = Self.split(log)
        summary = "\(lines.count) \(lines.count == 1 ? "line" : "lines"), \(HumanUnits.bytes(Int64(log.utf8.count)))"
        let primary = classification?.lines
        let others = classification?.matches.compactMap(\.lines) ?? []
        let ranges = Self.shown(count: lines.count, around: ([primary].compactMap { $0 } + others))
        var next = 1
        windows = ranges.map { range in
            let gap = range.lowerBound > next ? Self.omitted(range.lowerBound - next) : nil
            next = range.upperBound + 1
            return Window(
                gap: gap,
                lines: range.map { number in
                    let isPrimary = primary.map { ($0.first...$0.last).contains(number) } ?? false
                    let isHit = isPrimary || others.contains { ($0.first...$0.last).contains(number) }
                    return Line(
                        number: number,
                        text: Self.shorten(lines[number - 1]),
                        hit: isPrimary ? "hit primary" : isHit ? "hit" : nil
                    )
                }
            )
        }
        tail = next <= lines.count ? Self.omitted(lines.count - next + 1) : nil
        hint = windows.count > 1 || tail != nil || windows.first?.gap != nil ? "Shown around the lines that matched." : nil
    }

    /// The lines of `log`, without their ends; none of an empty log.
    static func split(_ log: String) -> [Substring] {
        var lines = Substring(log).utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
        }
        if lines.last?.isEmpty ?? false { lines.removeLast() }
        return lines
    }

    /// The ranges of line numbers to show, in order, not touching.
    static func shown(count: Int, around hits: [LineRange]) -> [ClosedRange<Int>] {
        guard count > 0 else { return [] }
        if count <= wholeLimit { return [1...count] }
        var wanted = hits.filter { $0.first >= 1 && $0.first <= count }
            .map { max(1, $0.first - context)...min(count, min($0.last, $0.first + 100) + context) }
        // The end of a log says most when no rule knew it.
        if wanted.isEmpty { wanted = [max(1, count - 200)...count] }
        var merged: [ClosedRange<Int>] = []
        var total = 0
        for range in wanted.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                guard total < mostShown else { break }
                merged.append(range)
                total += range.count
            }
        }
        return merged
    }

    private static func omitted(_ lines: Int) -> String { "\(lines) \(lines == 1 ? "line" : "lines") not shown" }

    private static func shorten(_ line: Substring) -> String {
        guard line.utf8.count > widest, let end = line.index(line.startIndex, offsetBy: widest, limitedBy: line.endIndex) else {
            return String(line)
        }
        let rest = line[end...].count
        return rest == 0 ? String(line) : "\(line[..<end]) … (\(rest) more characters)"
    }
}
