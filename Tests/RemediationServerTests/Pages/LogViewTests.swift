import Remediation
import Testing

@testable import RemediationServer

@Suite struct LogViewTests {
    private func classification(_ first: Int, _ last: Int) -> Classification {
        Classification(failureClass: .containerLimit, retryable: .no, confidence: 1, lines: LineRange(first: first, last: last))
    }

    @Test func numbersLinesFromOne() {
        let view = LogView("a\r\nb\nc", classification: classification(2, 2), rawHref: "/x")
        #expect(view.windows.count == 1)
        #expect(view.windows[0].lines.map(\.text) == ["a", "b", "c"])
        #expect(view.windows[0].lines.map(\.hit) == [nil, "hit primary", nil])
        #expect(view.tail == nil)
    }

    @Test func showsWindowsOfALongLog() {
        let log = (1...10_000).map { "line \($0)" }.joined(separator: "\n")
        let view = LogView(log, classification: classification(5_000, 5_001), rawHref: "/x")
        #expect(view.windows.map { [$0.lines.first?.number, $0.lines.last?.number] } == [[5_000 - 12, 5_001 + 12]])
        #expect(view.windows[0].gap == "4987 lines not shown")
        #expect(view.tail == "4987 lines not shown")
    }

    @Test func showsTheEndOfALogThatNoRuleKnew() {
        let view = LogView(String(repeating: "x\n", count: 1_000), classification: nil, rawHref: "/x")
        #expect(view.windows.last?.lines.last?.number == 1_000)
        #expect(view.windows[0].lines.count == 201)
    }

    @Test func mergesWindowsThatTouchAndBoundsThemAll() {
        let ranges = LogView.shown(count: 1_000, around: [LineRange(first: 500, last: 500), LineRange(first: 510, last: 510)])
        #expect(ranges == [488...522])
        let many = LogView.shown(count: 1_000_000, around: (1...10_000).map { LineRange(first: $0 * 100, last: $0 * 100) })
        #expect(many.reduce(0) { $0 + $1.count } < LogView.mostShown + 100)
    }

    @Test func survivesLinesOutsideTheLog() {
        #expect(LogView("a", classification: classification(7, 900), rawHref: "/x").windows.count == 1)
        #expect(LogView("", classification: classification(1, 1), rawHref: "/x").windows.isEmpty)
    }
}
