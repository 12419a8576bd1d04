import Foundation
import Remediation
import RemediationTesting
import Testing

/// The audit log as the commands print and check it, on both stores.
@Suite struct AuditCommandTests {
    /// A store that commands can name.
    enum Place: CaseIterable, Sendable {
        case sqlite, postgres

        static let here = allCases.filter { $0 == .sqlite || PostgresServer.obstacle == nil }

        /// What `MULLIGAN_STORE` says for a new one.
        func make(in folder: TemporaryFolder) throws -> [String: String] {
            switch self {
            case .sqlite: ["MULLIGAN_STORE": "sqlite:\(folder.path)/mulligan.sqlite"]
            case .postgres: ["MULLIGAN_STORE": try PostgresServer.shared.get().makeDatabase()]
            }
        }
    }

    /// A line of an export.
    private struct Line: Decodable {
        struct Entry: Decodable {
            var kind: String
            var subject: String
            var actor: String
            var reason: String?
        }

        var sequence: Int
        var previous: String
        var hash: String
        var entry: Entry
    }

    private static func verify(_ environment: [String: String], _ arguments: [String] = [], input: String = "") throws -> Program.Result {
        try Program.run(["audit", "verify"] + arguments, input: input, environment: environment)
    }

    @Test(arguments: Place.here)
    func anExportIsCheckedByItself(_ place: Place) throws {
        let folder = try TemporaryFolder()
        let environment = try place.make(in: folder)
        let user = NSUserName()
        let made = try Program.run(["tokens", "create", "--name", "ada", "--role", "admin"], environment: environment)
        #expect(made.status == 0, "\(made.errors)")
        let secret = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
        let revocations: [(String, [String])] = [("bob", []), ("eve", ["--reason", "left the team"])]
        for (name, more) in revocations {
            #expect(try Program.run(["tokens", "create", "--name", name, "--role", "viewer"], environment: environment).status == 0)
            let revoked = try Program.run(["tokens", "revoke", name] + more, environment: environment)
            #expect(revoked.status == 0, "\(revoked.errors)")
        }
        // Revoked already: nothing happens, and nothing is noted.
        #expect(try Program.run(["tokens", "revoke", "eve"], environment: environment).status == 65)

        let export = try Program.run(["audit", "export"], environment: environment)
        #expect(export.status == 0, "\(export.errors)")
        let text = export.output
        let lines = try text.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
        #expect(lines.map(\.sequence) == Array(1...5))
        #expect(lines.map(\.entry.kind) == ["token_created", "token_created", "token_revoked", "token_created", "token_revoked"])
        #expect(lines.allSatisfy { $0.entry.actor == user && $0.entry.subject.hasPrefix("token/") })
        #expect(lines.last?.entry.reason == "left the team")
        #expect(zip(lines, lines.dropFirst()).allSatisfy { $1.previous == $0.hash })
        #expect(secret.hasPrefix("mgn_") && !text.contains(secret))

        let last = try #require(lines.last)
        let head = "5:\(last.hash)"
        let whole = try Self.verify(environment)
        #expect(whole.status == 0 && whole.output == "unbroken: 5 entries, the last is \(head)\n", "\(whole.output)")
        let file = try folder.write(text, to: "audit.jsonl")
        #expect(try Self.verify([:], ["--file", file, "--noted", head]).output == whole.output)
        #expect(try Self.verify([:], ["--file", "-"], input: text).output == whole.output)
    }

    @Test func aChangedExportIsFoundOut() throws {
        let folder = try TemporaryFolder()
        let environment = try Place.sqlite.make(in: folder)
        for name in ["ada", "bob", "eve"] {
            #expect(try Program.run(["tokens", "create", "--name", name, "--role", "viewer"], environment: environment).status == 0)
        }
        let text = try Program.run(["audit", "export"], environment: environment).output
        let lines = text.split(separator: "\n").map(String.init)
        let head = try #require(Self.verify(environment).output.split(separator: " ").last).trimmingCharacters(in: .newlines)

        let forged = try folder.write(text.replacing("viewer", with: "admin", maxReplacements: 1), to: "forged.jsonl")
        let broken = try Self.verify([:], ["--file", forged])
        #expect(broken.status == 1 && broken.output.hasPrefix("broken at entry 1:"), "\(broken.output)")
        let holed = try folder.write(lines[0] + "\n" + lines[2] + "\n", to: "holed.jsonl")
        #expect(try Self.verify([:], ["--file", holed]).output.hasPrefix("broken at entry 2:"))
        let cut = try folder.write(lines[0] + "\n", to: "cut.jsonl")
        #expect(try Self.verify([:], ["--file", cut]).status == 0)
        let noted = try Self.verify([:], ["--file", cut, "--noted", head])
        #expect(noted.status == 1 && noted.output.hasPrefix("broken at entry 2:"), "\(noted.output)")
        let nonsense = try folder.write(lines[0] + "\n{\"entry\":1}\n", to: "nonsense.jsonl")
        let refused = try Self.verify([:], ["--file", nonsense])
        #expect(refused.status == 65 && refused.errors.contains("2"), "\(refused.errors)")
        #expect(try Self.verify([:], ["--file", folder.path + "/none.jsonl"]).status == 65)
        #expect(try Self.verify([:], ["--file", cut, "--noted", "3"]).status == 65)
    }

    @Test func whoChangedWhatIsInTheLogOfAService() async throws {
        let folder = try TemporaryFolder()
        let rules = folder.path + "/rules"
        try FileManager.default.copyItem(atPath: Program.repository + "/rules", toPath: rules)
        let service = try ServiceProcess(in: folder, policy: "mode: observe\n", environment: ["MULLIGAN_RULES": rules])
        let name = try #require(FileManager.default.contentsOfDirectory(atPath: rules + "/slurm").sorted().first)
        let file = "\(rules)/slurm/\(name)"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try (text + "# looked at again\n").write(toFile: file, atomically: true, encoding: .utf8)
        let http = HTTP(address: service.address)
        var changes: [[String: Any]] = []
        for _ in 0..<120 where changes.count < 2 {
            try await Task.sleep(for: .milliseconds(250))
            changes = try await http.get("/v1/audit?subject=rules").value("items") as? [[String: Any]] ?? []
        }
        #expect(changes.map { $0["actor"] as? String } == ["file change", NSUserName()])
        let id = name.replacing(".yaml", with: "")
        #expect((changes.first?["reason"] as? String)?.hasPrefix("changed \(id) in \(rules)") == true)
        #expect(service.terminate().status == 0)

        _ = try folder.write("mode: approve\n", to: "policy.yaml")
        let again = try ServiceProcess(
            in: folder,
            arguments: ["--policy", folder.path + "/policy.yaml"],
            environment: ["MULLIGAN_RULES": rules]
        )
        let policies = try await HTTP(address: again.address).get("/v1/audit?subject=policy").value("items") as? [[String: Any]]
        #expect(policies?.map { $0["actor"] as? String } == ["file change", NSUserName()])
        #expect((policies?.first?["before"] as? [String: Any])?["text"] as? String == "mode: observe\n")
        #expect((policies?.first?["after"] as? [String: Any])?["text"] as? String == "mode: approve\n")
        let reason = try #require(policies?.first?["reason"] as? String)
        #expect(reason == "\(folder.path)/policy.yaml at the start of the service by \(NSUserName())")
        #expect(again.terminate().status == 0)
        #expect(try Self.verify(["MULLIGAN_STORE": "sqlite:\(folder.path)/mulligan.sqlite"]).status == 0)
    }
}
