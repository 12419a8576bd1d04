import Foundation
import Testing

/// Rules that change under a running service.
@Suite struct ReloadTests {
    @Test func goodRulesAreTakenUpAndBadOnesAreNot() async throws {
        let folder = try TemporaryFolder()
        let rules = folder.path + "/rules"
        try FileManager.default.copyItem(atPath: Program.repository + "/rules", toPath: rules)
        let service = try ServiceProcess(in: folder, environment: ["MULLIGAN_RULES": rules])
        let http = HTTP(address: service.address)
        let before = try await http.get("/readyz")
        let count = try #require(before.value("rules.count") as? Int)

        let rule = """
            id: zorblax-overheated
            title: The zorblax overheated
            status: experimental
            engine: shell
            class: platform.hardware_fault
            retryable: same_config
            references: [https://example.org/zorblax]
            any: ['zorblax overheated']
            examples:
              match: [{log: "fatal: zorblax overheated at 99 C"}]
              no-match: [{log: "zorblax is cool", because: "nothing is wrong"}]
            """
        _ = try folder.write(rule, to: "rules/shell/zorblax-overheated.yaml")
        #expect(try await poll(http) { $0.value("rules.count") as? Int == count + 1 })
        let verdict = try await http.post("/v1/classify", #"{"log":"fatal: zorblax overheated at 99 C"}"#)
        #expect(verdict.text("class") == "platform.hardware_fault")

        _ = try folder.write(rule.replacing("zorblax overheated']", with: "zorblax ([']"), to: "rules/shell/zorblax-overheated.yaml")
        #expect(try await poll(http) { $0.text("rules.lastReloadError") != nil })
        let metrics = try await http.get("/metrics")
        #expect(String(decoding: metrics.body, as: UTF8.self).contains("mulligan_rules_refused 1"))
        let page = try await http.get("/rules")
        #expect(String(decoding: page.body, as: UTF8.self).contains("The last change of the files was not taken"))
        // The good set is still in force.
        let still = try await http.post("/v1/classify", #"{"log":"fatal: zorblax overheated at 99 C"}"#)
        #expect(still.text("class") == "platform.hardware_fault")
    }

    private func poll(_ http: HTTP, until accept: (HTTP.Answer) -> Bool) async throws -> Bool {
        for _ in 0..<120 {
            if accept(try await http.get("/readyz")) { return true }
            try await Task.sleep(for: .milliseconds(250))
        }
        return false
    }
}
