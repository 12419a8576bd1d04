import Foundation
import Testing

/// The main job over the real binary, without a scheduler: post, recommend, approve, learn.
@Suite struct MainJobTests {
    @Test func aMemoryKillIsGivenMoreMemoryWithReasons() async throws {
        let folder = try TemporaryFolder()
        let service = try ServiceProcess(in: folder)
        let http = HTTP(address: service.address)
        let answer = try await http.post("/v1/failures", Examples.memoryFailure(run: 1))
        #expect(answer.status == 201)
        #expect(answer.text("classification.class") == "memory.container_limit")
        #expect(answer.text("classification.retryable") == "changed_config")
        #expect(answer.text("recommendation.action") == "retry")
        #expect(answer.text("recommendation.state") == "pending")
        let target = try #require(answer.value("recommendation.target.memoryBytes") as? Int)
        #expect(target > 314_572_800)
        #expect(((answer.value("recommendation.ladder") as? [Any])?.count ?? 0) > 0)
        #expect(((answer.value("recommendation.front") as? [Any])?.count ?? 0) > 0)
        #expect(((answer.value("recommendation.reasons") as? [Any])?.count ?? 0) > 0)
    }

    @Test func theNextAttemptsSuccessBecomesALabelledOutcome() async throws {
        let folder = try TemporaryFolder()
        let service = try ServiceProcess(in: folder)
        let http = HTTP(address: service.address)
        let answer = try await http.post("/v1/failures", Examples.memoryFailure(run: 5))
        let id = try #require(answer.text("recommendation.id"))
        let target = try #require(answer.value("recommendation.target.memoryBytes") as? Int)
        let approved = try await http.post("/v1/recommendations/\(id)/approve", #"{"actor":"ana"}"#)
        #expect(approved.text("state") == "approved")
        let attempt = #"""
            {"job":"etl","runId":"5","attempt":2,"engine":"slurm","requested":{"memoryBytes":\#(target),"cpus":1},"result":"succeeded","peakMemoryBytes":650000000,"runSeconds":20}
            """#
        #expect((200..<300).contains(try await http.post("/v1/attempts", attempt).status))
        let after = try await http.get("/v1/recommendations/\(id)")
        #expect(after.text("state") == "succeeded")
        let configuration = try await http.get("/v1/jobs/etl/configuration")
        #expect(configuration.status == 200)
        #expect(configuration.value("attempts") as? Int == 2)
        #expect(configuration.value("succeeded") as? Int == 1)
    }

    @Test func aMissingInputIsNotTriedAgain() async throws {
        let folder = try TemporaryFolder()
        let service = try ServiceProcess(in: folder)
        let failure = #"""
            {"job":"report","runId":"9","engine":"slurm","schedulerState":"FAILED","exitCode":1,"log":"cat: /data/in.csv: No such file or directory\n","resources":{"memoryBytes":1073741824,"cpus":1}}
            """#
        let answer = try await HTTP(address: service.address).post("/v1/failures", failure)
        #expect(answer.text("classification.class") == "data.not_found")
        #expect(answer.text("recommendation.action") == "stop")
    }

    @Test func theDocumentedExampleWorksWithSubmit() throws {
        let folder = try TemporaryFolder()
        let service = try ServiceProcess(in: folder)
        let result = try Program.run(["submit", "--url", service.address, "docs/examples/slurm-oom.json"])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("memory.container_limit"))
        let offline = try Program.run(["recommend", "docs/examples/slurm-oom.json"])
        #expect(offline.status == 0, "\(offline.errors)")
        #expect(offline.output.contains("target"))
    }
}
