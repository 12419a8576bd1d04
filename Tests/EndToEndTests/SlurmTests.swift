import Foundation
import Testing

/// The promise of the product on a real scheduler: a job that the kernel kills is repaired, requeued and seen to succeed.
@Suite(.serialized, .enabled(if: SlurmCluster.obstacle == nil, "\(SlurmCluster.obstacle ?? "")"))
struct SlurmTests {
    @Test(.timeLimit(.minutes(6)))
    func killedJobsAreRepairedAndSucceed() async throws {
        let folder = try TemporaryFolder()
        let cluster = try SlurmCluster()
        let policy = """
            mode: approve
            rules:
              - {jobs: ["auto-*"], classes: ["memory.*"], mode: auto}
            adapters: {slurm: slurm}
            limits: {memory: 8GiB}
            schedulers:
              slurm: {conf: \(cluster.directory)/slurm.conf, log-roots: [\(cluster.directory)/out]}
            """
        let service = try ServiceProcess(in: folder, policy: policy)
        let http = HTTP(address: service.address)
        try cluster.start(hook: "\(service.address)/hooks/slurm")
        defer { cluster.stop() }

        let automatic = try cluster.submit(name: "auto-need600", needMB: 600, limitMB: 300)
        let asked = try cluster.submit(name: "ask-need600", needMB: 600, limitMB: 300)

        // The one that waits for an operator.
        let waiting = try await recommendation(ofJob: "ask-need600", http, until: { $0 == "pending" })
        #expect(waiting.class == "memory.container_limit")
        let approved = try await http.post("/v1/recommendations/\(waiting.id)/approve", #"{"actor":"ana","note":"go"}"#)
        #expect(approved.status == 200)

        for (id, name) in [(automatic, "auto-need600"), (asked, "ask-need600")] {
            let fields = try await until(seconds: 150) {
                let fields = try cluster.job(id)
                return fields["JobState"] == "COMPLETED" ? fields : nil
            }
            #expect(fields?["JobState"] == "COMPLETED", "\(name): \(fields ?? [:]) \(service.log.suffix(2_000))")
            #expect(Int(fields?["Restarts"] ?? "0") ?? 0 >= 1)
            let settled = try await recommendation(ofJob: name, http, until: { $0 == "succeeded" })
            #expect(settled.state == "succeeded")
            // The outcome is history: the job's next run starts with what worked.
            let configuration = try await http.get("/v1/jobs/\(name)/configuration")
            #expect(configuration.value("succeeded") as? Int == 1)
            let first = (configuration.value("advice.ladder") as? [[String: Any]])?.first
            #expect((first?["memoryBytes"] as? Int ?? 0) > 600_000_000)
        }
    }

    /// The oldest failure's recommendation of `job`, once its state satisfies `accept`, or as it is when time is up.
    private func recommendation(
        ofJob job: String,
        _ http: HTTP,
        until accept: (String) -> Bool
    ) async throws -> (id: String, state: String, class: String) {
        var last = (id: "", state: "none", class: "none")
        for _ in 0..<300 {
            let list = try await http.get("/v1/failures?job=\(job)")
            if let oldest = (list.value("items") as? [[String: Any]])?.last,
                let recommendation = oldest["recommendation"] as? [String: Any]
            {
                last = (
                    recommendation["id"] as? String ?? "",
                    recommendation["state"] as? String ?? "",
                    oldest["class"] as? String ?? ""
                )
                if accept(last.state) { return last }
            }
            try await Task.sleep(for: .milliseconds(500))
        }
        return last
    }

    /// Asks `body` twice a second until it answers, for at most `seconds`.
    private func until<Value>(seconds: Int, _ body: () throws -> Value?) async throws -> Value? {
        for _ in 0..<(seconds * 2) {
            if let value = try body() { return value }
            try await Task.sleep(for: .milliseconds(500))
        }
        return nil
    }
}
