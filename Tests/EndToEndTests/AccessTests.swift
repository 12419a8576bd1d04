import Foundation
import SchedulerClients
import Testing

/// Who gets in to the real binary, and where it refuses to listen.
@Suite struct AccessTests {
    private struct Token: Decodable {
        var id: String
        var token: String?
        var state: String
        var role: String
        var name: String
    }

    private func create(_ name: String, _ role: String, in folder: TemporaryFolder, _ more: [String] = []) throws -> Token {
        let result = try Program.run(
            ["tokens", "create", "--name", name, "--role", role, "--store", "sqlite:\(folder.path)/mulligan.sqlite", "--json"] + more
        )
        #expect(result.status == 0, "\(result.errors)")
        return try JSONDecoder().decode(Token.self, from: Data(result.output.utf8))
    }

    @Test func tokensAreMadeListedAndRevoked() throws {
        let folder = try TemporaryFolder()
        let store = ["--store", "sqlite:\(folder.path)/mulligan.sqlite"]
        let made = try create("ada", "operator", in: folder, ["--expires", "90d"])
        #expect(made.token?.hasPrefix("mgn_") == true)
        let plain = try Program.run(["tokens", "create", "--name", "bob", "--role", "viewer"] + store)
        #expect(plain.output.hasPrefix("mgn_") && plain.output.split(separator: "\n").count == 1, "the token alone is on standard output")
        #expect(plain.errors.contains("not shown again"))
        let list = try Program.run(["tokens", "list"] + store).output
        #expect(list.contains("ada") && list.contains("bob") && list.contains("valid") && !list.contains("mgn_"))
        let twice = try Program.run(["tokens", "create", "--name", "ada", "--role", "viewer"] + store)
        #expect(twice.status != 0)
        #expect(twice.errors.contains("already"))
        #expect(try Program.run(["tokens", "revoke", "ada"] + store).status == 0)
        let lines = try Program.run(["tokens", "list", "--json"] + store).output.split(separator: "\n")
        let states = try lines.map { try JSONDecoder().decode(Token.self, from: Data($0.utf8)) }.map { "\($0.name) \($0.state)" }
        #expect(states.sorted() == ["ada revoked", "bob valid"])
        for (arguments, word) in [
            (["--name", "x", "--role", "king"], "scheduler, viewer, operator, admin"), (["--name", "policy", "--role", "admin"], "name"),
            (["--name", "Mulligan", "--role", "admin"], "name"), (["--name", "file change", "--role", "admin"], "name"),
            (["--name", "scheduler/slurm", "--role", "admin"], "name"),
            (["--name", "x", "--role", "admin", "--expires", "soon"], "--expires"),
        ] {
            let refused = try Program.run(["tokens", "create"] + arguments + store)
            #expect(refused.status == 65 && refused.errors.contains(word), "\(refused.errors)")
        }
        #expect(try Program.run(["tokens", "revoke", "nobody"] + store).status == 65)
    }

    @Test func itDoesNotListenElsewhereWithoutAuthentication() throws {
        let folder = try TemporaryFolder()
        let arguments = ["serve", "--port", "0", "--host", "0.0.0.0", "--store", "sqlite:\(folder.path)/mulligan.sqlite"]
        let empty = try Program.run(arguments)
        #expect(empty.status == 78)
        #expect(empty.errors.contains("mulligan tokens create"))
        let open = try Program.run(arguments + ["--authentication", "none"])
        #expect(open.status == 78)
        #expect(open.errors.contains("--host 127.0.0.1"))
    }

    @Test func tokensOpenWhatTheirRoleMayAndARevocationIsFelt() async throws {
        let folder = try TemporaryFolder()
        let scheduler = try create("batch", "scheduler", in: folder)
        let viewer = try create("ada", "viewer", in: folder)
        let service = try ServiceProcess(in: folder, environment: ["MULLIGAN_AUTHENTICATION": "required"])
        let http = HTTP(address: service.address)
        func headers(_ token: Token) -> [String: String] { ["Authorization": "Bearer \(token.token ?? "")"] }
        #expect(try await http.post("/v1/failures", Examples.memoryFailure(run: 1)).status == 401)
        #expect(try await http.post("/v1/failures", Examples.memoryFailure(run: 1), headers: headers(viewer)).status == 403)
        #expect(try await http.post("/v1/failures", Examples.memoryFailure(run: 1), headers: headers(scheduler)).status == 201)
        #expect(try await http.send(.get, "/v1/failures", headers: headers(scheduler)).status == 403)
        #expect(try await http.send(.get, "/v1/failures", headers: headers(viewer)).status == 200)
        #expect(try await http.get("/healthz").status == 200)
        let submitted = try Program.run(
            ["submit", "--url", service.address, "docs/examples/slurm-oom.json"],
            environment: ["MULLIGAN_TOKEN": scheduler.token ?? ""]
        )
        #expect(submitted.status == 0, "\(submitted.errors)")
        let revoked = try Program.run(["tokens", "revoke", viewer.id, "--store", "sqlite:\(folder.path)/mulligan.sqlite"])
        #expect(revoked.status == 0)
        try await Task.sleep(for: .seconds(2.5))
        #expect(try await http.send(.get, "/v1/failures", headers: headers(viewer)).status == 401)
        #expect(!service.log.contains(viewer.token ?? "mgn_"))
    }

    @Test func anOpenServiceAnswersToNamesOfThisMachineAlone() async throws {
        let folder = try TemporaryFolder()
        let service = try ServiceProcess(in: folder, arguments: ["--allowed-host", "mulligan.example"])
        let http = HTTP(address: service.address)
        for (host, expected) in [
            ("127.0.0.1:8484", 200), ("localhost", 200), ("[::1]:1", 200), ("mulligan.example:80", 200), ("evil.example", 403),
            ("127.0.0.1.evil.example", 403), ("localhost.evil.example", 403),
        ] {
            let answer = try await http.send(.get, "/v1/failures", headers: ["Host": host])
            #expect(answer.status == expected, "\(host)")
        }
    }

    @Test func addressesOfThePolicyAreShownWithoutWhatTheyMayHold() async throws {
        let folder = try TemporaryFolder()
        let policy = """
            playbooks:
              - name: on call
                steps: [{call: "https://hooks.example/services/SECRET"}]
            """
        let service = try ServiceProcess(in: folder, policy: policy)
        let http = HTTP(address: service.address)
        for path in ["/v1/audit", "/policy"] {
            let text = String(decoding: try await http.get(path).body, as: UTF8.self)
            #expect(text.contains("hooks.example") && text.contains("SHA-256"), "\(path)")
            #expect(!text.contains("SECRET"), "\(path)")
        }
        let elsewhere = #expect(throws: ServiceProcess.StartFailure.self) {
            try ServiceProcess(in: folder, policy: policy + "\noutbound: {allowed-hosts: [other.example]}\n")
        }
        #expect(elsewhere?.errors.contains("playbooks[0].steps") == true)
    }

    @Test func servesTLS() async throws {
        let folder = try TemporaryFolder()
        let (certificate, key) = ("\(folder.path)/cert.pem", "\(folder.path)/key.pem")
        let made = try Program.run(
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                "/CN=localhost",
                "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
            ],
            program: "openssl"
        )
        try #require(made.status == 0, "\(made.errors)")
        let service = try ServiceProcess(
            in: folder,
            environment: ["MULLIGAN_TLS_CERTIFICATE": certificate, "MULLIGAN_TLS_KEY": key]
        )
        #expect(service.address.hasPrefix("https://"))
        let trusting = HTTPTransport(HTTPTransportOptions(certificateAuthorityFile: certificate))
        #expect(try await trusting.send(OutboundRequest(.get, service.address + "/healthz")).status == 200)
        await #expect(throws: (any Error).self) { try await HTTPTransport().send(OutboundRequest(.get, service.address + "/healthz")) }
        let page = try await trusting.send(OutboundRequest(.get, service.address + "/"))
        #expect(page.headers["set-cookie"]?.contains("Secure") == true)
        let wrong = try Program.run(["serve", "--port", "0", "--tls-certificate", certificate, "--tls-key", certificate])
        #expect(wrong.status == 65)
        #expect(wrong.errors.contains("--tls-key"))
    }
}
