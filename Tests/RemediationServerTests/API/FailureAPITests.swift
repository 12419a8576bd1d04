import HTTPTypes
import HummingbirdTesting
import NIOCore
import Remediation
import Testing

@testable import RemediationServer

@Suite struct FailureAPITests {
    @Test(arguments: [TestingSetup.router, .live])
    func answersAPostedFailureWithItsCauseAndRecommendation(setup: TestingSetup) async throws {
        try await ServerFixture().test(setup) { client in
            let answer = try await client.post("/v1/failures", memoryFailure(run: "1"))
            #expect(answer.status == .created)
            #expect(try answer.string("classification", "class") == "memory.container_limit")
            #expect(try answer.string("recommendation", "action") == "retry")
            #expect(try answer.string("recommendation", "state") == "pending")
            let id = try #require(try answer.string("id"))
            #expect(answer.headers[.location] == "/v1/failures/\(id)")

            let record = try await client.get("/v1/failures/\(id)")
            #expect(try record.string("failure", "job") == "etl")
            let list = try await client.get("/v1/failures?state=pending&class=memory.container_limit&engine=slurm&job=etl")
            #expect(try list.json["items"]?.array?.count == 1)
            #expect(!list.text.contains("slurmstepd"))
        }
    }

    @Test func answersTheSameKeyWithTheSameRecord() async throws {
        try await ServerFixture().test { client in
            let headers: HTTPFields = [.idempotencyKey: "abc"]
            let first = try await client.post("/v1/failures", memoryFailure(run: "1"), headers: headers)
            let second = try await client.post("/v1/failures", memoryFailure(run: "1"), headers: headers)
            #expect(first.status == .created)
            #expect(first.headers[.idempotencyReplayed] == nil)
            #expect(second.status == .ok)
            #expect(second.headers[.idempotencyReplayed] == "true")
            #expect(first.text == second.text)
            let other = try await client.post("/v1/failures", memoryFailure(run: "2"), headers: headers)
            #expect(other.status == .conflict)
            #expect(try other.string("code") == "conflict")
        }
    }

    @Test(arguments: ["", String(repeating: "k", count: 256), "a b"])
    func refusesABadIdempotencyKey(key: String) async throws {
        try await ServerFixture().test { client in
            let answer = try await client.post("/v1/failures", memoryFailure(run: "1"), headers: [.idempotencyKey: key])
            #expect(answer.status == .badRequest)
            #expect(try answer.string("field") == "Idempotency-Key")
        }
    }

    @Test func pagesThroughAListing() async throws {
        let fixture = try await ServerFixture()
        try await fixture.test { client in
            for run in 1...5 { _ = try await client.post("/v1/failures", memoryFailure(run: "\(run)")) }
            var runs: [String] = []
            var path = "/v1/failures?limit=2"
            while true {
                let page = try await client.get(path)
                runs += try page.json["items"]?.array?.compactMap { $0["runId"]?.string } ?? []
                guard let cursor = try page.string("nextCursor") else { break }
                path = "/v1/failures?limit=2&cursor=\(cursor)"
            }
            #expect(Set(runs) == ["1", "2", "3", "4", "5"])
            #expect(runs.count == 5)
        }
    }

    @Test func classifiesWithoutStoring() async throws {
        try await ServerFixture().test { client in
            let body = #"{"id":"q","engine":"slurm","log":"slurmstepd: error: Detected 1 oom-kill event(s) in StepId=1.batch."}"#
            let answer = try await client.post("/v1/classify", body)
            #expect(answer.status == .ok)
            #expect(try answer.string("id") == "q")
            #expect(try answer.string("category") == "memory")
            #expect(try await client.get("/v1/failures").json["items"]?.array?.isEmpty == true)
        }
    }

    @Test func decidesARecommendation() async throws {
        try await ServerFixture().test { client in
            let first = try await client.post("/v1/failures", memoryFailure(run: "1"))
            let id = try #require(try first.string("recommendation", "id"))
            let approved = try await client.post("/v1/recommendations/\(id)/approve", #"{"actor":"ada","note":"fine"}"#)
            #expect(approved.status == .ok)
            #expect(try approved.string("state") == "approved")
            #expect(try approved.string("decidedBy") == "ada")
            let again = try await client.post("/v1/recommendations/\(id)/reject", "{}")
            #expect(again.status == .conflict)

            let second = try await client.post("/v1/failures", memoryFailure(run: "2"))
            let other = try #require(try second.string("recommendation", "id"))
            let override = try await client.post("/v1/recommendations/\(other)/override", #"{"target":{"memoryBytes":4294967296}}"#)
            #expect(try override.json["target"]?["memoryBytes"]?.number == 4_294_967_296)
            #expect(try override.string("decidedBy") == "api")

            let unknown = try await client.post("/v1/recommendations/nope/approve", "")
            #expect(unknown.status == .notFound)
        }
    }

    @Test func advisesAndRemembersAttempts() async throws {
        try await ServerFixture().test { client in
            let attempt =
                #"{"job":"a/b c","runId":"1","requested":{"memoryBytes":1073741824},"result":"succeeded","peakMemoryBytes":700000000}"#
            #expect(try await client.post("/v1/attempts", attempt).status == .created)
            #expect(try await client.post("/v1/attempts", attempt).status == .ok)
            let configuration = try await client.get("/v1/jobs/a%2Fb%20c/configuration")
            #expect(configuration.status == .ok)
            #expect(try configuration.string("job") == "a/b c")
            let advice = try await client.post("/v1/advice", #"{"id":"7","job":"a/b c","failed":[{"memoryBytes":314572800}]}"#)
            #expect(advice.status == .ok)
            #expect(try advice.string("id") == "7")
            #expect(try await client.get("/v1/jobs/unheard/configuration").status == .notFound)
        }
    }

    @Test func plansAFleetUnderSharedTotals() async throws {
        try await ServerFixture().test { client in
            let jobs =
                #"[{"id":"1","job":"a","requested":{"memoryBytes":4000000000,"cpus":2}},{"job":"b","requested":{"memoryBytes":4000000000,"cpus":2}}]"#
            let all = try await client.post("/v1/plans", #"{"jobs":\#(jobs)}"#)
            #expect(all.status == .ok)
            #expect(try all.json["running"]?.number == 2)
            let choices = try #require(try all.json["choices"]?.array)
            #expect(choices.count == 2 && choices.allSatisfy { $0["run"]?["memoryBytes"]?.number ?? 0 > 0 })
            let one = try await client.post("/v1/plans", #"{"jobs":\#(jobs),"capacity":{"cpus":3},"valueUSD":2}"#)
            #expect(try one.json["running"]?.number == 1)
            #expect(try one.json["used"]?["cpus"]?.number == 2)
            let waiting = try #require(try one.json["choices"]?.array).filter { $0["run"] == nil }
            #expect(waiting.count == 1 && waiting.allSatisfy { $0["reason"]?.string?.isEmpty == false })
            #expect(try await client.post("/v1/plans", #"{"jobs":[],"capacity":{"cpus":-1}}"#).status == .badRequest)
            #expect(try await client.post("/v1/plans", #"{"capacity":{}}"#).status == .badRequest)
        }
    }
}
