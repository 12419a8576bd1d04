import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Remediation
import RemediationEngine
import RemediationTesting
import Testing

@testable import RemediationServer

/// Pauses, deliveries and the audit log over HTTP.
@Suite struct OperatorAPITests {
    @Test func pausesAndResumes() async throws {
        try await ServerFixture().test { client in
            let body = #"{"scope":{"class":"memory.*"},"actor":"ada","note":"storm"}"#
            let paused = try await client.post("/v1/pauses", body)
            #expect(paused.status == .ok, "\(paused.text)")
            let id = try #require(try paused.string("id"))
            #expect(try await client.post("/v1/pauses", body).string("id") == id)
            #expect(try await client.get("/v1/pauses").json["items"]?.array?.count == 1)
            #expect(try await client.get("/v1/outbox").json["pauses"]?.array?.count == 1)
            #expect(try await client.get("/metrics").text.contains("mulligan_pauses 1"))
            let resumed = try await client.post("/v1/pauses/\(id)/resume", #"{"actor":"eve","note":"over"}"#)
            #expect(resumed.status == .ok)
            #expect(try await client.post("/v1/pauses/\(id)/resume", "{}").status == .notFound)
            let audit = try await client.get("/v1/audit?subject=pause%2F\(id)").json["items"]?.array ?? []
            #expect(audit.map { $0["kind"]?.string } == ["resumed", "paused"])
            #expect(audit.map { $0["actor"]?.string } == ["eve", "ada"])
            #expect(audit.map { $0["reason"]?.string } == ["over", "storm"])
        }
    }

    @Test func moneyAndCoolDownAreShown() async throws {
        let yaml = "{mode: auto, day-budget-usd: 0.5, run-budget-usd: 7.5, cool-down: {failures: 2, within: 30m, wait: 1h}}"
        try await ServerFixture(policy: try RemediationPolicy(yaml: yaml)).test { client in
            func post(_ run: Int) async throws -> JSONValue {
                let failure =
                    #"{"job":"etl","runId":"\#(run)","engine":"slurm","schedulerState":"NODE_FAIL","resources":{"memoryBytes":4294967296},"runSeconds":25000}"#
                let answer = try await client.post("/v1/failures", failure)
                #expect(answer.status == .created || answer.status == .ok, "\(answer.text)")
                return try #require(try answer.json["recommendation"])
            }
            func spent() async throws -> Double { try #require(try await client.get("/v1/outbox").json["spending"]?["spentUSD"]?.number) }
            let first = try await post(1)
            #expect(first["action"]?.string == "retry" && first["guardrails"]?.array?.isEmpty == true)
            let price = try await spent()
            #expect(price > 0 && price <= 0.5, "\(price) USD")
            let second = try await post(2)
            #expect(second["guardrails"]?.array?.first?["guardrail"]?.string == "cool-down")
            #expect(second["backoffSeconds"]?.number == 3_600)
            // Until the day's money is spent.
            var last = second
            var run = 2
            while last["action"]?.string == "retry", run < 100 {
                run += 1
                last = try await post(run)
            }
            #expect(last["action"]?.string == "review" && last["state"]?.string == "pending")
            #expect(last["guardrails"]?.array?.last?["guardrail"]?.string == "day-budget")
            #expect(try await spent() <= 0.5 && Double(run) > 0.5 / price)
            let metrics = try await client.get("/metrics").text
            #expect(metrics.contains("mulligan_day_budget_usd 0.5") && metrics.contains("mulligan_day_spending_usd"))
            let page = try await client.get("/policy", headers: [.accept: "text/html"]).text
            #expect(page.contains("at most $0.50") && page.contains("$7.50"), "\(page)")
            #expect(page.contains("after 2 failures within 30 min of a job, no retry for 60 min"))
        }
    }

    @Test(arguments: [
        (#"{"scope":{"class":"memroy.*"}}"#, "scope.class"), (#"{"scope":{"queue":"x"}}"#, "scope.queue"), (#"{"job":"x"}"#, "job"),
        (#"{"scope":{"job":""}}"#, "scope.job"), (#"{"actor":7}"#, "actor"),
    ])
    func refusesAPauseThatWouldHoldNothing(body: String, field: String) async throws {
        try await ServerFixture().test { client in
            let answer = try await client.post("/v1/pauses", body)
            #expect(answer.status == .badRequest)
            #expect(try answer.string("field") == field)
            #expect(try await client.get("/v1/pauses").json["items"]?.array?.isEmpty == true)
        }
    }

    @Test func theAuditLogIsReadInPages() async throws {
        try await ServerFixture().test { client in
            for run in 1...5 { _ = try await client.post("/v1/failures", memoryFailure(run: "\(run)")) }
            var numbers: [Double] = []
            var cursor: String? = ""
            while let next = cursor {
                let page = try await client.get("/v1/audit?kind=decided&limit=2" + (next.isEmpty ? "" : "&cursor=\(next)"))
                #expect(page.status == .ok)
                numbers += (try page.json["items"]?.array ?? []).compactMap { $0["sequence"]?.number }
                cursor = try page.string("nextCursor")
            }
            #expect(numbers == [8, 7, 6, 5, 4])
            #expect(try await client.get("/v1/audit?cursor=x").status == .badRequest)
            #expect(try await client.get("/v1/audit?who=x").status == .badRequest)
            #expect(try await client.get("/v1/deliveries?state=lost").status == .badRequest)
            #expect(try await client.get("/v1/deliveries?state=dead").json["items"]?.array?.isEmpty == true)
            #expect(try await client.post("/v1/deliveries/none/retry", "{}").status == .notFound)
        }
    }

    @Test func showsTheStepsOfAnIncident() async throws {
        let fixture = try await ServerFixture()
        let store = fixture.service.store
        let now = fixture.clock.now()
        let incident = Incident(
            id: "01k0000000000000000000000a",
            dimension: .failureClass,
            value: "network.unreachable",
            openedAt: now,
            observed: 40,
            expected: 2,
            windowMinutes: 5
        )
        let steps = [PlaybookStep("net/1", of: incident.id, dueAt: now), PlaybookStep("net/2", of: incident.id, dueAt: now)]
        _ = try await store.open(incident, holding: nil, steps: steps)
        for number in 1...2 {
            let claimed = try await store.claim(steps[0], now: now, leaseSeconds: 30)
            #expect(claimed == number)
            let result = number == 1 ? PlaybookStep.Result.retry(at: now, error: "503") : .done("called <b>on-call</b>")
            try await store.finish(stepId: steps[0].id, ofTry: number, result: result, event: nil)
        }
        try await fixture.test { client in
            let answer = try await client.get("/v1/incidents/\(incident.id)/steps")
            #expect(answer.status == .ok)
            let items = try #require(try answer.json["items"]?.array)
            #expect(items.map { $0["step"]?.string } == ["net/1", "net/2"])
            #expect(items.map { $0["state"]?.string } == ["done", "waiting"])
            #expect(items.map { $0["tries"]?.number } == [2, 0])
            #expect(items.map { $0["result"]?.string } == ["called <b>on-call</b>", nil])
            #expect(try answer.json["nextCursor"] == .null)
            #expect(try await client.get("/v1/incidents/none/steps").status == .notFound)
            let page = try await client.get("/incidents").text
            #expect(page.contains("net/1: done after 2 tries, called &lt;b&gt;on-call&lt;/b&gt;"))
            #expect(page.contains("net/2: waiting"))
        }
    }
}
