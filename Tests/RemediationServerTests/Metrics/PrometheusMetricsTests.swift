import CoreMetrics
import Foundation
import HummingbirdTesting
import RemediationEngine
import RemediationTesting
import SchedulerClients
import Testing

@testable import RemediationServer

@Suite struct PrometheusMetricsTests {
    @Test func writesEveryKind() {
        let metrics = PrometheusMetrics(help: ["jobs_total": "Jobs.\nAll of them."])
        metrics.makeCounter(label: "jobs_total", dimensions: [("kind", "a\"b\\c\nd")]).increment(by: 3)
        metrics.makeMeter(label: "level", dimensions: []).set(1.5)
        let timer = metrics.makeTimer(label: "wait_seconds", dimensions: [("route", "/x")])
        timer.recordNanoseconds(2_000_000)
        timer.recordNanoseconds(20_000_000_000)
        let text = metrics.exposition()
        #expect(text.contains("# HELP jobs_total Jobs.\\nAll of them.\n# TYPE jobs_total counter\n"))
        #expect(text.contains(#"jobs_total{kind="a\"b\\c\nd"} 3"#))
        #expect(text.contains("level 1.5\n"))
        #expect(text.contains(#"wait_seconds_bucket{route="/x",le="0.001"} 0"#))
        #expect(text.contains(#"wait_seconds_bucket{route="/x",le="0.0025"} 1"#))
        #expect(text.contains(#"wait_seconds_bucket{route="/x",le="+Inf"} 2"#))
        #expect(text.contains(#"wait_seconds_count{route="/x"} 2"#))
    }

    @Test func keepsSeriesBounded() {
        let metrics = PrometheusMetrics()
        for number in 0..<2_000 { metrics.makeCounter(label: "x_total", dimensions: [("job", "\(number)")]).increment(by: 1) }
        let lines = metrics.exposition().split(separator: "\n").filter { $0.hasPrefix("x_total{") }
        #expect(lines.count == PrometheusMetrics.seriesLimit + 1)
        #expect(lines.contains("x_total{job=\"other\"} 1500"))
    }

    @Test(.enabled(if: Promtool.path != nil, "promtool is not installed: apt install prometheus"))
    func promtoolFindsNoFault() async throws {
        // A day's budget, a delivery and its scheduler: every family is there.
        let policy = try RemediationPolicy(yaml: "mode: auto\nadapters: {slurm: webhook}\nday-budget-usd: 1000\n")
        let webhook = WebhookClient(url: "http://127.0.0.1:1/", secret: nil, transport: HTTPTransport())
        let fixture = try await ServerFixture(policy: policy, clients: [webhook])
        let text = try await fixture.test { client in
            _ = try await client.post("/v1/failures", memoryFailure(run: "1"))
            _ = try await client.post("/v1/failures", memoryFailure(run: "1", extra: #","attempt":2"#))
            fixture.clock.advance(bySeconds: 90)
            _ = try await fixture.service.outbox.deliverDue { _ in }
            _ = try await client.post("/v1/failures", "{")
            _ = try await client.get("/v1/nothing")
            return try await client.get("/metrics").text
        }
        #expect(text.contains("mulligan_failures_received_total{class=\"memory.container_limit\"} 2"))
        #expect(text.contains("mulligan_day_budget_usd 1000\n"))
        #expect(text.contains("mulligan_day_spending_usd "))
        #expect(text.contains("mulligan_post_duration_seconds_count 2\n"))
        for stage in ["classify", "advise", "commit"] {
            #expect(text.contains("mulligan_post_stage_duration_seconds_count{stage=\"\(stage)\"} 2\n"))
        }
        #expect(text.contains("mulligan_outbox_wait_seconds_count 1\n"))
        #expect(text.contains("mulligan_scheduler_call_duration_seconds_count{result=\"failed\",target=\"webhook\"} 1\n"))
        #expect(text.contains("mulligan_scheduler_call_duration_seconds_count{result=\"delivered\",target=\"webhook\"} 0\n"))
        let unseen = ServerMetrics.help.keys.filter { !text.contains("# HELP \($0) ") }
        #expect(Set(unseen).subtracting(["mulligan_decisions_total", "mulligan_hook_events_total"]).isEmpty, "\(unseen)")
        #expect(text.contains("status=\"400\""))
        #expect(!text.contains("No description."))
        let (status, output) = try Promtool.checkMetrics(text)
        #expect(status == 0, "\(output)")
        #expect(output.isEmpty)
    }
}

/// Prometheus' own checker.
enum Promtool {
    static let path = ["/usr/bin/promtool", "/usr/local/bin/promtool"].first { FileManager.default.isExecutableFile(atPath: $0) }

    static func checkMetrics(_ text: String) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path ?? "/usr/bin/promtool")
        process.arguments = ["check", "metrics"]
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        input.fileHandleForWriting.write(Data(text.utf8))
        try input.fileHandleForWriting.close()
        let answer = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, answer)
    }
}
