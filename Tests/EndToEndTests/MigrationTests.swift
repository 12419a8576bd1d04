import Foundation
import RemediationTesting
import Testing

/// `mulligan migrate --from --to`, ended as a power cut would.
@Suite(.enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed; make test-packages installs it"))
struct MigrationTests {
    private static let failures = 1_500

    /// A file that a service has written.
    private func fill(_ folder: TemporaryFolder) async throws {
        let service = try ServiceProcess(in: folder)
        let http = HTTP(address: service.address)
        let taken = try await withThrowingTaskGroup(of: Int.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    var taken = 0
                    for run in stride(from: writer, to: Self.failures, by: 8) {
                        taken +=
                            try await http.post("/v1/failures", Examples.memoryFailure(job: "job-\(run % 7)", run: run)).status == 201
                            ? 1 : 0
                    }
                    return taken
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(taken == Self.failures)
        #expect(service.terminate().status == 0)
    }

    /// Starts a move and kills it as soon as it says that it has begun with `table`; false when it was done before.
    private func move(_ path: String, to address: String, killedAt table: String) throws -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.mulligan)
        process.arguments = ["migrate", "--from", "sqlite:\(path)"]
        process.environment = ProcessInfo.processInfo.environment.merging(["MULLIGAN_MIGRATE_TO": address]) { $1 }
        let (output, errors) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, errors)
        try process.run()
        var text = ""
        while !text.contains("\(table): ") {
            let data = errors.fileHandleForReading.availableData
            if data.isEmpty { break }
            text += String(decoding: data, as: UTF8.self)
        }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
    }

    @Test(.timeLimit(.minutes(5))) func aKilledMoveGoesOnWhereItWas() async throws {
        let folder = try TemporaryFolder()
        try await fill(folder)
        let path = "\(folder.path)/mulligan.sqlite"
        let server = try PostgresServer.shared.get()
        let address = try server.makeDatabase()
        let name = try #require(address.split(separator: "/").last.map(String.init))
        var counts = [0]
        for table in ["failures", "recommendations", "audit"] {
            #expect(try move(path, to: address, killedAt: table), "it was done before it came to \(table)")
            let sums = ["failures", "failure_logs", "recommendations", "audit"].map { "(SELECT count(*) FROM mulligan.\($0))" }
            let count = try server.execute("SELECT " + sums.joined(separator: " + "), in: name)
            counts.append(try #require(Int(count.trimmingCharacters(in: .whitespacesAndNewlines))))
        }
        #expect(counts == counts.sorted(), "what was moved stays moved: \(counts)")
        #expect(counts[1] < Self.failures * 3, "the first kill came in the middle: \(counts)")

        func finish(_ address: String) throws -> ArraySlice<Substring> {
            let result = try Program.run(["migrate", "--from", "sqlite:\(path)"], environment: ["MULLIGAN_MIGRATE_TO": address])
            #expect(result.status == 0, "\(result.errors)")
            return result.output.split(separator: "\n").dropFirst()
        }
        let resumed = try finish(address)
        // The same counts and hashes as a move that nobody disturbed.
        #expect(try finish(try server.makeDatabase()) == resumed)
        #expect(resumed.contains { $0.hasPrefix("failures ") && $0.contains(" \(Self.failures) ") }, "\(resumed)")
    }
}
