import CoreMetrics
import Foundation
import HummingbirdTesting
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
        let text = try await ServerFixture().test { client in
            _ = try await client.post("/v1/failures", memoryFailure(run: "1"))
            _ = try await client.post("/v1/failures", "{")
            _ = try await client.get("/v1/nothing")
            return try await client.get("/metrics").text
        }
        #expect(text.contains("mulligan_failures_received_total{class=\"memory.container_limit\"} 1"))
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
