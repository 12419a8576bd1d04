import Foundation
import SchedulerClients
import Testing

/// Wrong input at the edges of the real binary: a clear error that names the remedy, nothing changed, no crash.
@Suite struct BadInputTests {
    @Test func wrongBodiesAreRefusedAndTheServiceLives() async throws {
        let folder = try TemporaryFolder()
        let service = try ServiceProcess(in: folder)
        let http = HTTP(address: service.address)
        let valid = Examples.memoryFailure(run: 1)
        let bodies: [(Data, String?)] = [
            (Data(valid.dropLast(20).utf8), nil),
            (Data(), nil),
            (Data("[]".utf8), nil),
            (Data(valid.replacing(#""attempt":1"#, with: #""attempt":"one""#).utf8), "attempt"),
            (Data(valid.replacing(#""attempt":1"#, with: #""atempt":1"#).utf8), "atempt"),
            (Data(valid.replacing(#""runSeconds":12"#, with: #""runSeconds":NaN"#).utf8), nil),
            (Data(valid.replacing(#""memoryBytes":314572800"#, with: #""memoryBytes":-1"#).utf8), "resources.memoryBytes"),
            (Data(valid.utf8.prefix(40)) + Data([0xff, 0xfe, 0xc0]) + Data(valid.utf8.dropFirst(40)), nil),
        ]
        for (body, field) in bodies {
            let answer = try await http.send(.post, "/v1/failures", body: body)
            #expect((400..<500).contains(answer.status))
            #expect(answer.headers["content-type"]?.hasPrefix("application/problem+json") == true)
            #expect(!(answer.text("detail") ?? "").isEmpty)
            if let field { #expect(answer.text("field") == field) }
        }
        let large = valid.replacing(#""log":""#, with: #""log":""# + String(repeating: "x", count: 50 << 20))
        let answer = try await http.post("/v1/failures", large)
        #expect(answer.status == 413)
        #expect((answer.text("detail") ?? "").contains("MiB"))
        let list = try await http.get("/v1/failures")
        #expect((list.value("items") as? [Any])?.isEmpty == true)
        #expect(try await http.get("/healthz").status == 200)
    }

    @Test func aPortInUseNamesTheRemedy() throws {
        let folder = try TemporaryFolder()
        let first = try ServiceProcess(in: folder)
        let port = try #require(first.address.split(separator: ":").last.flatMap { Int($0) })
        let other = try TemporaryFolder()
        let error = #expect(throws: ServiceProcess.StartFailure.self) { try ServiceProcess(in: other, port: port) }
        #expect(error?.status == 1)
        #expect(error?.errors.contains("--port") == true)
    }

    @Test func wrongFilesAreNamed() throws {
        let folder = try TemporaryFolder()
        let example = "docs/examples/slurm-oom.json"
        let newer = try folder.write(#"{"formatVersion":9999}"#, to: "newer.json")
        let model = try Program.run(["recommend", "--model", newer, example])
        #expect(model.status == 65)
        #expect(model.errors.contains("newer"))

        let absent = try Program.run(["recommend", "--model", "\(folder.path)/absent.json", example])
        #expect(absent.status != 0)
        #expect(absent.errors.contains("absent.json"))

        let policy = try folder.write("mode: perhaps\n", to: "policy.yaml")
        let wrongPolicy = try Program.run(["recommend", "--policy", policy, example])
        #expect(wrongPolicy.status == 65)
        #expect(wrongPolicy.errors.contains("mode"))

        let unknown = try folder.write("colour: red\n", to: "unknown.yaml")
        let unknownField = try Program.run(["recommend", "--policy", unknown, example])
        #expect(unknownField.status == 65)
        #expect(unknownField.errors.contains("colour"))

        let limits = try folder.write("limits: {memory: 8GiB}\n", to: "limits.yaml")
        let above = try Program.run(["recommend", "--policy", limits, "--memory-choices", "2GiB,64GiB", example])
        #expect(above.status == 65)
        #expect(above.errors.contains("--memory-choices") && above.errors.contains("above limits.memory"))

        let store = try Program.run(["migrate", "--store", "mysql://x"])
        #expect(store.status == 65)
        #expect(store.errors.contains("sqlite:PATH"))
    }

    @Test func wrongRulesAreNamed() throws {
        let folder = try TemporaryFolder()
        let rule = """
            id: broken
            title: A rule that does not compile
            status: experimental
            engine: shell
            class: code.user_exception
            retryable: "no"
            references: [https://example.org]
            any: ['unclosed (group']
            examples:
              match: [{log: "unclosed group"}]
              no-match: [{log: "fine", because: "nothing is wrong"}]
            """
        _ = try folder.write(rule, to: "bad/shell/broken.yaml")
        let lint = try Program.run(["rules", "lint", "--rules", "\(folder.path)/bad"])
        #expect(lint.status == 65)
        #expect((lint.output + lint.errors).contains("broken"))

        _ = try folder.write(
            rule.replacing("unclosed (group", with: "closed").replacing("title:", with: "tittle:"),
            to: "odd/shell/broken.yaml"
        )
        let odd = try Program.run(["rules", "lint", "--rules", "\(folder.path)/odd"])
        #expect(odd.status == 65)
        #expect((odd.output + odd.errors).contains("tittle"))
    }
}
