import Foundation
import Testing

@testable import RemediationServer

/// What `deploy/prometheus` says of our metrics.
@Suite struct DeployTests {
    private static let folder = ServerFixture.repository + "/deploy/prometheus"

    /// The names of metrics in PromQL: what begins as ours do, without the suffixes of histograms.
    private static func metrics(in text: String) -> Set<String> {
        let names = text.matches(of: /\b(?:mulligan|process)_[a-z_]+/).map { match in
            for suffix in ["_bucket", "_sum", "_count"] where match.output.hasSuffix(suffix) {
                return String(match.output.dropLast(suffix.count))
            }
            return String(match.output)
        }
        return Set(names)
    }

    @Test(arguments: ["alerts.yml", "grafana-dashboard.json"])
    func namesMetricsThatThereAre(file: String) throws {
        let text = try String(contentsOfFile: Self.folder + "/" + file, encoding: .utf8)
        let named = Self.metrics(in: text)
        #expect(named.count >= 8)
        #expect(named.subtracting(ServerMetrics.help.keys).isEmpty)
    }

    @Test func theDashboardIsOne() throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/grafana-dashboard.json"))
        let dashboard = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        let panels = try #require(dashboard["panels"] as? [[String: Any]])
        #expect(Set(panels.compactMap { $0["id"] as? Int }).count == panels.count)
        for panel in panels {
            let targets = try #require(panel["targets"] as? [[String: Any]])
            for target in targets { #expect((target["expr"] as? String)?.isEmpty == false) }
        }
    }

    @Test(
        .enabled(if: Promtool.path != nil, "promtool is not installed: apt install prometheus"),
        arguments: [["check", "rules", "alerts.yml"], ["test", "rules", "alerts.test.yml"], ["check", "config", "prometheus.yml"]]
    )
    func promtoolFindsNoFault(arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Promtool.path ?? "/usr/bin/promtool")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: Self.folder)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let answer = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(answer)")
    }
}
