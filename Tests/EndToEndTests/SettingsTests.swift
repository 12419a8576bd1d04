import Foundation
import SchedulerClients
import Testing

/// Settings from the environment, and commands that only look.
@Suite struct SettingsTests {
    @Test func aWrongSettingIsNamedAndNothingStarts() throws {
        let folder = try TemporaryFolder()
        let arguments = ["serve", "--port", "0", "--store", "sqlite:\(folder.path)/mulligan.sqlite"]
        for (name, text) in [
            ("MULLIGAN_BEHIND_TLS", "maybe"), ("MULLIGAN_MEMORY_CHOICES", "much"), ("MULLIGAN_TRAINING_DATA", "/absent"),
            ("MULLIGAN_AUTHENTICATION", "sometimes"),
        ] {
            let refused = try Program.run(arguments, environment: [name: text])
            let option = "--" + name.dropFirst("MULLIGAN_".count).lowercased().replacing("_", with: "-")
            #expect(refused.status == 65, "\(name): \(refused.errors)")
            #expect(refused.errors.contains(name) || refused.errors.contains(option), "\(refused.errors)")
        }
        for port in ["84x4", "70000"] {
            let refused = try Program.run(["serve"] + arguments.dropFirst(3), environment: ["MULLIGAN_PORT": port])
            #expect(refused.status == 65 && refused.errors.contains("MULLIGAN_PORT"), "\(refused.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/mulligan.sqlite"))
    }

    @Test func namesOfTheEnvironmentAreTaken() async throws {
        let folder = try TemporaryFolder()
        let service = try ServiceProcess(in: folder, environment: ["MULLIGAN_ALLOWED_HOST": "mulligan.example, other.example"])
        let http = HTTP(address: service.address)
        #expect(try await http.send(.get, "/v1/failures", headers: ["Host": "other.example"]).status == 200)
        #expect(try await http.send(.get, "/v1/failures", headers: ["Host": "evil.example"]).status == 403)
    }

    /// A proxy on this machine brings everybody in, and each would be an administrator.
    @Test func behindAProxyCallersNeedATokenToo() throws {
        let folder = try TemporaryFolder()
        let arguments = ["serve", "--port", "0", "--behind-tls", "--store", "sqlite:\(folder.path)/mulligan.sqlite"]
        let empty = try Program.run(arguments)
        #expect(empty.status == 78 && empty.errors.contains("mulligan tokens create"), "\(empty.errors)")
        let open = try Program.run(arguments + ["--authentication", "none"])
        #expect(open.status == 78 && open.errors.contains("--behind-tls"), "\(open.errors)")
    }

    @Test func whatHasNoEffectWithoutAuthenticationIsSaid() throws {
        let folder = try TemporaryFolder()
        let policy = "authentication: {requests-per-second: 5}\n"
        let service = try ServiceProcess(in: folder, policy: policy, environment: ["MULLIGAN_HOOK_SECRET": "0123456789abcdef"])
        #expect(service.log.contains("authentication.requests-per-second, MULLIGAN_HOOK_SECRET"), "\(service.log)")
    }

    /// A path with a slip of the pen must not look like a log without a break, nor leave a file behind.
    @Test func commandsThatLookMakeNoStore() throws {
        let folder = try TemporaryFolder()
        let store = ["--store", "sqlite:\(folder.path)/absent.sqlite"]
        for command in [["audit", "verify"], ["audit", "export"], ["tokens", "list"], ["tokens", "revoke", "ada"]] {
            let refused = try Program.run(command + store)
            #expect(refused.status == 65 && refused.errors.contains("absent.sqlite"), "\(command): \(refused.errors)")
        }
        #expect(try Program.run(["doctor"] + store).output.contains("absent.sqlite will be made"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        #expect(try Program.run(["tokens", "create", "--name", "ada", "--role", "admin"] + store).status == 0)
        #expect(try Program.run(["doctor"] + store).output.contains("the schema is up to date"))
        #expect(try Program.run(["audit", "verify"] + store).status == 0)
    }

    @Test func secretsInAddressesOfThePolicyAreNotShown() async throws {
        let folder = try TemporaryFolder()
        let addresses = [
            "https://zoe:pass1@hooks.example", "https://zoe:pass2@hooks.example/", "https://hooks.example?token=pass3",
            "https://hooks.example/services/pass4", "https://hooks.example#pass5", "HTTPS://pass6@hooks.example:8443/",
            "'https://hooks.example/it''s/pass7'", "[https://hooks.example/k[]={pass8},pass9]", "https://zoe:pa,pass10@hooks.example",
            "https://[::1]:8080/pass11", "https://zoe:pa/pass12@hooks.example", "https://zoe:pass13@/x", "https://hooks.example/x@pass14",
            "https://hooks.example:pass15", "\"https://hooks.example/a'pass16\"", "{a: https://hooks.example/pass17}",
        ]
        let plain = ["https://docs.example/", "[https://a.example, 'http://[::1]:80/', https://[::1]]"]
        let policy = (addresses + plain).map { "# \($0)\n" }.joined() + "mode: observe\n"
        let service = try ServiceProcess(in: folder, policy: policy)
        let entries = try await HTTP(address: service.address).get("/v1/audit?subject=policy").value("items") as? [[String: Any]]
        let text = try #require((entries?.first?["after"] as? [String: Any])?["text"] as? String)
        #expect(!text.contains("pass") && !text.contains("zoe"), "\(text)")
        #expect(
            text.contains("https://hooks.example/…") && text.contains("https://[::1]:8080/…") && text.contains("mode: observe"),
            "\(text)"
        )
        for line in plain { #expect(text.contains("# \(line)\n"), "\(text)") }
    }

    @Test func aModelOfTheSitesOwnStaysUnlessItsDataAreNamed() throws {
        let folder = try TemporaryFolder()
        let model = "\(folder.path)/model.json"
        try FileManager.default.copyItem(atPath: "\(Program.repository)/training-data/model.json", toPath: model)
        let own = try ServiceProcess(in: folder, arguments: ["--model", model])
        #expect(own.log.contains("--training-data"))
        #expect(own.terminate().status == 0)
        let named = try ServiceProcess(in: folder, arguments: ["--model", model, "--training-data", "training-data/measured-runs"])
        #expect(!named.log.contains("--training-data"))
        #expect(named.terminate().status == 0)
        let shipped = try ServiceProcess(in: folder, arguments: ["--model", "training-data/model.json"])
        #expect(!shipped.log.contains("--training-data"))
        let refused = try Program.run(["advise", "--model", model, "--learn", "\(folder.path)/learnt.json"])
        #expect(refused.status == 65 && refused.errors.contains("--training-data"), "\(refused.errors)")
        // The form that the help names.
        let fold = try Program.run(["rules", "evaluate", "\(folder.path)/absent.jsonl", "--fold", "-1/3"])
        #expect(fold.errors.contains("absent.jsonl"), "\(fold.errors)")
    }
}
