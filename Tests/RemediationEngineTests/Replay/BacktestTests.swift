import Foundation
import ModelLifecycle
import Remediation
import Testing

@testable import RemediationEngine

@Suite("Backtest")
struct BacktestTests {
    private func trace(retries: Bool) -> Trace {
        let gib: Int64 = 1 << 30
        let runs = (0..<40).map { index in
            let ok = Attempt(
                job: "j",
                runId: String(index),
                requested: Resources(memoryBytes: 8 * gib),
                result: .succeeded,
                peakMemoryBytes: 3 * gib,
                runSeconds: 3_600
            )
            var failed = ok
            failed.result = .failed
            failed.failureClass = .containerLimit
            failed.requested.memoryBytes = 2 * gib
            failed.peakMemoryBytes = nil
            return TracedRun(group: "g", attempts: retries ? [failed, ok] : [ok], submitted: Double(index))
        }
        return Trace(name: "t", runs: runs)
    }

    @Test("the kind follows the trace, and the table holds one line a policy")
    func table() throws {
        let advisor = Advisor(model: try #require(AdvisorTests.model))
        for retries in [false, true] {
            let backtest = try Backtest(trace(retries: retries), seeds: 2)
            #expect(backtest.kind == (retries ? .retries : .sizing))
            var steps = 0
            let rows = try ["fixed:2GiB", "oracle", "double"].map { name in
                try backtest.run(name) { () throws(RemediationError) in
                    try ReplayPolicies.named(name, advisor: advisor)
                } progress: {
                    steps += 1
                }
            }
            #expect(steps == backtest.steps * 3)
            let table = BacktestTable(backtest, rows: rows, title: "t.csv")
            #expect(table.lines.map(\.policy) == ["fixed:2GiB", "oracle", "double"])
            #expect(table.text.split(separator: "\n").count == 4)
            let fixed = table.lines[0]
            if retries {
                // 2 GiB fail for an hour, 4 GiB fail, 8 GiB do; nobody knows the need.
                #expect(fixed.failures == 80 && abs(fixed.heldGBh - 40 * 14) < 1e-6 && fixed.wastageGBh == nil)
                #expect(table.lines[2].failures == 80 && table.lines[1].failures == 0)
            } else {
                #expect(fixed.failures == 28 && fixed.tasks == 28 && fixed.failurePercent == 100)
                #expect(table.lines[1].wastageGBh == 0)
            }
        }
    }

    @Test("the limits of a trace of retries are what the site grants, unless they are many")
    func granted() throws {
        #expect(try Backtest(trace(retries: true)).grantedLimits == [2 << 30, 8 << 30])
        #expect(try Backtest(trace(retries: false)).grantedLimits.isEmpty)
        var free = trace(retries: true).runs
        for index in free.indices { free[index].attempts[0].requested.memoryBytes += Int64(index) }
        #expect(try Backtest(Trace(name: "t", runs: free)).grantedLimits.isEmpty)
    }

    @Test("the report is one page with the table, four plots and no way out of its text")
    func report() throws {
        let advisor = Advisor(model: try #require(AdvisorTests.model))
        let backtest = try Backtest(trace(retries: false))
        let rows = try ["mulligan", "tovar"].map { name in
            try backtest.run(name) { () throws(RemediationError) in try ReplayPolicies.named(name, advisor: advisor) }
        }
        let html = BacktestReport(BacktestTable(backtest, rows: rows, title: "<b>.csv")).html
        #expect(html.components(separatedBy: "<figure>").count == 5)
        #expect(html.contains("&lt;b&gt;.csv") && !html.contains("<b>") && !html.contains("http"))
        #expect(html.contains("Reliability of mulligan") && html.contains("<th scope=\"row\">tovar</th>"))
    }

    @Test("a trace in which nothing can be judged is refused")
    func empty() {
        #expect(throws: RemediationError.self) { try Backtest(Trace(name: "t", runs: [])) }
        #expect(throws: RemediationError.self) { try Backtest(Trace(name: "t", runs: Array(trace(retries: false).runs.prefix(20)))) }
    }

    @Test("reliability: the error is the weighted distance of chance and share")
    func reliability() {
        var reliability = Reliability()
        for index in 0..<10 { reliability.add(0.95, came: index < 9) }
        for index in 0..<10 { reliability.add(0.5, came: index < 2) }
        #expect(abs((reliability.calibrationError ?? 0) - (0.05 * 10 + 0.3 * 10) / 20) < 1e-9)
        #expect(Reliability().calibrationError == nil)
    }
}
