import Foundation
import Remediation
import Testing

/// What a real service writes to its log at the default level.
@Suite struct LogTests {
    /// The lines of a log; every one is an object.
    private static func lines(_ log: String) throws -> [[String: Any]] {
        try log.split(separator: "\n").map { line in
            try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
        }
    }

    private static func token(_ name: String, _ role: String, in folder: TemporaryFolder) throws -> String {
        let made = try Program.run(
            ["tokens", "create", "--name", name, "--role", role, "--store", "sqlite:\(folder.path)/mulligan.sqlite"]
        )
        #expect(made.status == 0, "\(made.errors)")
        return made.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static let failure = """
        {"job":"etl","runId":"RUN","engine":"slurm","schedulerState":"OUT_OF_MEMORY","signal":125,"resources":{"memoryBytes":314572800},
        "runSeconds":12,"log":"slurmstepd: error: Detected 1 oom-kill event(s) in StepId=1.batch.\\n"}
        """

    @Test func refusedRequestsLeaveALineEachButNoFlood() async throws {
        let folder = try TemporaryFolder()
        let viewer = try Self.token("ada", "viewer", in: folder)
        let service = try ServiceProcess(
            in: folder,
            policy: "authentication: {requests-per-second: 1, burst: 5}\n",
            arguments: ["--authentication", "required"]
        )
        let open = HTTP(address: service.address)
        let first = try await open.get("/v1/failures", headers: ["X-Request-ID": "mine-1"])
        #expect(first.status == 401)
        let forbidden = try await HTTP(address: service.address).post(
            "/v1/failures",
            Self.failure,
            headers: ["Authorization": "Bearer \(viewer)", "X-Request-ID": "mine-2"]
        )
        #expect(forbidden.status == 403)
        for _ in 0..<300 { #expect(try await open.get("/v1/failures").status == 401) }
        let bearer = ["Authorization": "Bearer \(viewer)"]
        var late: [Int] = []
        for _ in 0..<20 { late.append(try await open.get("/v1/failures", headers: bearer).status) }
        #expect(late.contains(200) && late.contains(429))
        // A browser's first visit is no refusal.
        _ = try await open.get("/", headers: ["Accept": "text/html"])
        #expect(service.terminate().status == 0)

        let refused = try Self.lines(service.log).filter { $0["message"] as? String == "request refused" }
        let mine = try #require(refused.first { $0["requestId"] as? String == "mine-1" })
        #expect(mine["status"] as? Int == 401 && mine["code"] as? String == "unauthorized" && mine["level"] as? String == "notice")
        #expect(mine["method"] as? String == "GET" && mine["path"] as? String == "/v1/failures")
        #expect(mine["peer"] as? String == "127.0.0.1")
        let other = try #require(refused.first { $0["requestId"] as? String == "mine-2" })
        #expect(other["status"] as? Int == 403 && (other["reason"] as? String)?.contains("ada") == true)
        let tooMany = refused.filter { $0["status"] as? Int == 429 }
        #expect(tooMany.count == late.count { $0 == 429 })
        #expect(tooMany.allSatisfy { $0["code"] as? String == "too_many_requests" && ($0["requestId"] as? String)?.isEmpty == false })
        // Sixty at once, then one a second: far fewer than came.
        #expect((60...150).contains(refused.count), "\(refused.count)")
        #expect(!refused.contains { $0["path"] as? String == "/" })
        #expect(!service.log.contains(viewer))
    }

    @Test func decisionsAndDeliveriesLeaveTheirIdentifiers() async throws {
        let folder = try TemporaryFolder()
        let receiver = try Receiver(in: folder)
        let policy = """
            mode: approve
            adapters: {slurm: webhook}
            schedulers: {webhook: {url: "\(receiver.address)"}}
            """
        let service = try ServiceProcess(in: folder, policy: policy)
        let http = HTTP(address: service.address)
        var recommendations: [String: (id: String, failure: String)] = [:]
        for run in ["good", "late", "bad", "no"] {
            let answer = try await http.post("/v1/failures", Self.failure.replacing("RUN", with: run))
            let id = try #require(answer.text("recommendation.id"))
            recommendations[run] = (id, try #require(answer.text("id")))
            let verb = run == "no" ? "reject" : "approve"
            let decided = try await http.post(
                "/v1/recommendations/\(id)/\(verb)",
                #"{"actor":"ada"}"#,
                headers: ["X-Request-ID": "decision-\(run)"]
            )
            #expect(decided.status == 200)
        }
        for _ in 0..<200 where service.log.components(separatedBy: "\"delivery sent\"").count < 3 {
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(service.terminate().status == 0)
        let lines = try Self.lines(service.log)
        func line(_ message: String, _ run: String) throws -> [String: Any] {
            let ids = try #require(recommendations[run])
            let found = lines.filter { $0["message"] as? String == message && $0["recommendationId"] as? String == ids.id }
            #expect(found.count == 1, "\(message) \(run)")
            let line = try #require(found.first)
            #expect(line["failureId"] as? String == ids.failure)
            return line
        }
        for run in ["good", "late", "bad", "no"] {
            let decision = try line("decided", run)
            #expect(decision["requestId"] as? String == "decision-\(run)" && decision["actor"] as? String == "ada")
            #expect(decision["decision"] as? String == (run == "no" ? "reject" : "approve"))
            #expect(decision["state"] as? String == (run == "no" ? "rejected" : "approved"))
        }
        let sent = try line("delivery sent", "good")
        #expect(sent["level"] as? String == "info" && sent["target"] as? String == "webhook" && sent["try"] as? Int == 1)
        #expect((sent["deliveryId"] as? String)?.isEmpty == false)
        let failed = try line("delivery failed, it will be tried again", "late")
        #expect(failed["level"] as? String == "warning" && (failed["error"] as? String)?.contains("503") == true)
        #expect(try line("delivery sent", "late")["try"] as? Int == 2)
        let dead = try line("delivery given up", "bad")
        #expect(dead["level"] as? String == "error" && (dead["error"] as? String)?.contains("400") == true)
        // A post leaves no line.
        #expect(!lines.contains { ($0["path"] as? String) == "/v1/failures" })
    }

    /// Takes repairs as a scheduler would: 503 first for the run `late`, 400 for `bad`, 200 else.
    private final class Receiver {
        let address: String
        private let process = Process()

        init(in folder: TemporaryFolder) throws {
            let script = """
                import http.server, json
                seen = set()
                class Handler(http.server.BaseHTTPRequestHandler):
                    def do_POST(self):
                        run = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["runId"]
                        status = 400 if run == "bad" else 503 if run == "late" and run not in seen else 200
                        seen.add(run)
                        self.send_response(status)
                        self.send_header("Content-Length", "0")
                        self.end_headers()
                    def log_message(self, *rest): pass
                server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
                print(server.server_address[1], flush=True)
                server.serve_forever()
                """
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["python3", try folder.write(script, to: "receiver.py")]
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let text = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
            let port = try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines)))
            address = "http://127.0.0.1:\(port)/repair"
        }

        deinit {
            // Not SIGTERM, which threads of Dispatch hold back from what they start.
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }
}
