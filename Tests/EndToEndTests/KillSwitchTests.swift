import Foundation
import RemediationTesting
import Synchronization
import Testing

/// The kill switch on the real binary, with a real receiver and under load.
@Suite struct KillSwitchTests {
    private static func policy(_ receiver: LocalServer) -> String {
        """
        mode: auto
        adapters: {slurm: webhook}
        schedulers:
          webhook: {url: "\(receiver.url)/repairs"}
        retry-budget: {burst: 100000, per-minute: 60000}
        """
    }

    /// Numbers for runs, until it is over.
    private final class Load: Sendable {
        private let state = Mutex((number: 0, isOver: false))

        func next() -> Int? {
            state.withLock { state in
                state.number += 1
                return state.isOver ? nil : state.number
            }
        }

        func end() { state.withLock { $0.isOver = true } }
    }

    /// Waits until nothing has arrived for a second, and says how much has arrived.
    private func quiet(_ receiver: LocalServer) async throws -> Int {
        var (count, still) = (receiver.requests.count, 0)
        while still < 10 {
            try await Task.sleep(for: .milliseconds(100))
            let now = receiver.requests.count
            still = now == count ? still + 1 : 0
            count = now
        }
        return count
    }

    private func post(_ http: HTTP, _ run: Int, engine: String = "slurm") async throws -> HTTP.Answer {
        let failure = Examples.memoryFailure(job: "etl-\(run)", run: run).replacingOccurrences(of: #""slurm""#, with: "\"\(engine)\"")
        return try await http.post("/v1/failures", failure)
    }

    @Test func nothingArrivesAfterThePauseIsAnswered() async throws {
        let receiver = try LocalServer { _ in
            Thread.sleep(forTimeInterval: 0.02)
            return .answer(200, body: "{}")
        }
        let folder = try TemporaryFolder()
        let service = try ServiceProcess(in: folder, policy: Self.policy(receiver))
        let http = HTTP(address: service.address)
        let load = Load()
        let posted = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 1...4 {
                group.addTask { () async throws -> Int in
                    var count = 0
                    while let run = load.next() {
                        let answer = try await post(http, run)
                        #expect(answer.status == 201)
                        count += 1
                    }
                    return count
                }
            }
            while receiver.requests.count < 40 { try await Task.sleep(for: .milliseconds(10)) }
            let pause = try await http.post("/v1/pauses", #"{"actor":"ada","note":"storm"}"#)
            let answered = receiver.requests.count
            #expect(pause.status == 200)
            // The load goes on all the while.
            let settled = try await quiet(receiver)
            #expect(settled - answered <= 16, "what was under way when it was answered")
            try await Task.sleep(for: .seconds(1))
            #expect(receiver.requests.count == settled, "nothing is sent while it is paused")
            load.end()
            return try await group.reduce(0, +)
        }
        let arrived = receiver.requests.count
        #expect(posted > arrived, "\(posted) were posted")
        let waiting = try await http.get("/v1/deliveries?state=waiting&limit=500").json["items"] as? [[String: Any]] ?? []
        #expect(!waiting.isEmpty)
        // What nobody of ours sends is held in the answer.
        let own = try await post(http, 100_000, engine: "cron")
        #expect(own.text("recommendation.state") == "pending")
        #expect(((own.value("recommendation.guardrails") as? [[String: Any]])?.first?["guardrail"] as? String) == "pause")

        // Once it is lifted everything arrives, each repair once.
        let resumed = try Program.run(["resume", "--url", service.address, "--all", "--actor", "ada"])
        #expect(resumed.status == 0 && resumed.output.contains("everything"), "\(resumed.errors)")
        while receiver.requests.count < posted { try await Task.sleep(for: .milliseconds(50)) }
        #expect(try await quiet(receiver) == posted)
        #expect(Set(receiver.requests.compactMap { $0.headers["idempotency-key"] }).count == posted)
        #expect(try await post(http, 100_001, engine: "cron").text("recommendation.state") == "approved")
        #expect(service.terminate().status == 0)
    }

    @Test func theCommandLineStopsAWorkflowInEveryProcess() async throws {
        let receiver = try LocalServer { _ in .answer(200, body: "{}") }
        let folder = try TemporaryFolder()
        let services = [
            try ServiceProcess(in: folder, policy: Self.policy(receiver)), try ServiceProcess(in: folder, policy: Self.policy(receiver)),
        ]
        let second = HTTP(address: services[1].address)
        let paused = try Program.run([
            "pause", "--url", services[0].address, "--label", "workflow=billing", "--note", "closing the books", "--actor", "ada",
        ])
        #expect(paused.status == 0 && paused.output.contains("label workflow=billing"), "\(paused.errors)")
        let wrong = try Program.run(["pause", "--url", services[0].address, "--label", "workflow"])
        #expect(wrong.status == 65 && wrong.errors.contains("NAME=VALUE"), "\(wrong.errors)")

        func post(_ run: Int, engine: String, workflow: String) async throws -> HTTP.Answer {
            try await second.post(
                "/v1/failures",
                #"""
                {"job":"load","runId":"\#(run)","engine":"\#(engine)","schedulerState":"OUT_OF_MEMORY",
                 "log":"slurmstepd: error: Detected 1 oom-kill event(s) in StepId=1.batch.\n",
                 "resources":{"memoryBytes":314572800,"cpus":1},"labels":{"workflow":"\#(workflow)"}}
                """#
            )
        }
        // The other process sees it when it looks next.
        var run = 0
        while true {
            run += 1
            if try await post(run, engine: "cron", workflow: "billing").text("recommendation.state") == "pending" { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(try await post(1_000, engine: "cron", workflow: "other").text("recommendation.state") == "approved")
        // A delivery is held at once, whoever looks.
        let held = try await post(2_000, engine: "slurm", workflow: "billing")
        #expect(held.text("recommendation.state") == "approved")
        _ = try await post(2_001, engine: "slurm", workflow: "other")
        while receiver.requests.isEmpty { try await Task.sleep(for: .milliseconds(50)) }
        #expect(try await quiet(receiver) == 1)
        let listed = try Program.run(["resume", "--url", services[1].address])
        #expect(listed.output.contains("closing the books"))
        #expect(try Program.run(["resume", "--url", services[1].address, "--all"]).status == 0)
        while receiver.requests.count < 2 { try await Task.sleep(for: .milliseconds(50)) }
        for service in services { #expect(service.terminate().status == 0) }
    }
}
