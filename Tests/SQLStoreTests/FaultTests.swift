import Foundation
import GRDB
import Remediation
import RemediationTesting
import SQLStore
import Testing

/// Each fault is a clear error that names what to do; nothing is lost and nothing crashes.
@Suite struct FaultTests {
    private func failure(_ number: Int, log: String = "") -> JobFailure {
        JobFailure(job: "job", runId: "run-\(number)", engine: "slurm", log: log, resources: Resources(memoryBytes: 1))
    }

    @discardableResult
    private func accept(_ number: Int, in store: SQLiteStore, log: String = "") async throws -> Acceptance {
        try await store.accept(
            failure(number, log: log),
            id: "failure-\(number)",
            idempotencyKey: nil,
            receivedAt: Timestamp(milliseconds: 0)
        )
    }

    private func openingError(_ path: String, busySeconds: Double = 5) -> RemediationError? {
        do throws(RemediationError) {
            _ = try SQLiteStore(path: path, busySeconds: busySeconds)
            return nil
        } catch {
            return error
        }
    }

    @Test func refusesPathsThatCannotHoldAStore() throws {
        let directory = try TemporaryDirectory()
        for (path, remedy) in [
            ("", "name a file"), (":memory:", "name a file"), ("a\u{0}b", "name a file"),
            (directory.file("none/mulligan.db"), "mkdir -p \(directory.path)/none"),
            (directory.path, "is a directory"),
        ] {
            let error = try #require(openingError(path), "\(path)")
            #expect(error.code == .invalidInput)
            #expect(error.message.contains(remedy), "\(error)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty)
    }

    @Test func refusesAFileThatIsNoDatabaseAndLeavesItAlone() throws {
        let directory = try TemporaryDirectory()
        let bytes = Data(
            "This is a text of somebody's, and longer than the header of a database would be. ".utf8 + Array(repeating: 65, count: 9_000)
        )
        try bytes.write(to: URL(fileURLWithPath: directory.file()))
        let error = try #require(openingError(directory.file()))
        #expect(error.code == .corrupt)
        #expect(error.message.contains("not an SQLite database; choose another path"), "\(error)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: directory.file())) == bytes)
    }

    @Test func refusesTheDatabaseOfAnotherProgram() throws {
        let directory = try TemporaryDirectory()
        let other = try DatabaseQueue(path: directory.file())
        try other.write { try $0.execute(sql: "CREATE TABLE bookmarks (address TEXT)") }
        try other.close()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: directory.file()))
        let error = try #require(openingError(directory.file()))
        #expect(error.code == .invalidInput)
        #expect(error.message.contains("another program"), "\(error)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: directory.file())) == bytes)
    }

    @Test func refusesADatabaseOfANewerMulligan() async throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.file())
        try await accept(1, in: store)
        await store.close()
        let newer = try DatabaseQueue(path: directory.file())
        try await newer.write { try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('999: of next year')") }
        try newer.close()
        let error = try #require(openingError(directory.file()))
        #expect(error.code == .conflict)
        #expect(error.message.contains("was written by a newer Mulligan; start that version"), "\(error)")
    }

    @Test func saysWhenTheFileIsLockedAndGoesOnAfterwards() async throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.file(), busySeconds: 0.05)
        try await accept(1, in: store)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: directory.file(), configuration: configuration)
        try await other.writeWithoutTransaction { db in
            try db.beginTransaction(.exclusive)
        }
        for body in [{ try await store.checkHealth() }, { _ = try await accept(2, in: store) }] {
            let error = await #expect(throws: RemediationError.self) { try await body() }
            #expect(error?.code == .unavailable)
            #expect(error?.message.contains("is locked by another process") == true, "\(String(describing: error))")
        }
        // Readers go on.
        #expect(try await store.failure(id: "failure-1") != nil)
        try await other.writeWithoutTransaction { try $0.rollback() }
        try await accept(2, in: store)
        #expect(try await store.counts().failures == 2)
        await store.close()
    }

    @Test func saysWhenTheFileIsDamaged() async throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.file())
        for number in 1...200 { try await accept(number, in: store, log: String(repeating: "x", count: 2_000)) }
        await store.close()
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: directory.file()))
        let size = try file.seekToEnd()
        // All pages but the first are overwritten.
        try file.seek(toOffset: 4_096)
        try file.write(contentsOf: Data(repeating: 0xa5, count: Int(size) - 4_096))
        try file.close()
        var error = openingError(directory.file())
        if error == nil {
            let damaged = try SQLiteStore(path: directory.file())
            error = await #expect(throws: RemediationError.self) { _ = try await accept(1_000, in: damaged) }
            await damaged.close()
        }
        #expect(error?.code == .corrupt)
        #expect(error?.message.contains("is damaged; stop the service, then restore a backup") == true, "\(String(describing: error))")
    }

    @Test func refusesARowThatABugWouldBreak() async throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.file())
        try await accept(1, in: store)
        let raw = try DatabaseQueue(path: directory.file())
        for sql in [
            "UPDATE failures SET attempt = 0",
            "UPDATE failures SET job = ''",
            "INSERT INTO recommendations VALUES ('r', 'none', 'c', 'retry', 'auto', 'pending', NULL, NULL, NULL, 0, 0, '{}', x'7b7d')",
            "INSERT INTO recommendations VALUES ('r', 'failure-1', 'c', 'retry', 'auto', 'lost', NULL, NULL, NULL, 0, 0, '{}', x'7b7d')",
            "INSERT INTO outcomes VALUES ('none', 0, 'failed', '{}')",
            "INSERT INTO deliveries VALUES ('d', 'none', 'key', 'slurm', 'waiting', 0, 0, NULL, NULL, NULL, '{}')",
        ] {
            await #expect(throws: DatabaseError.self, "\(sql)") { try await raw.write { try $0.execute(sql: sql) } }
        }
        await store.close()
    }
}

/// Faults that need a file system of their own.
@Suite(.enabled(if: geteuid() == 0 && SmallDisk.isPossible, "mounting a small disk needs root")) struct DiskFaultTests {
    private func failure(_ number: Int, log: String) -> JobFailure {
        JobFailure(job: "job", runId: "run-\(number)", engine: "slurm", log: log, resources: Resources(memoryBytes: 1))
    }

    @Test func aFullDiskIsAnErrorAndNothingAcknowledgedIsLost() async throws {
        let disk = try SmallDisk(megabytes: 4)
        defer { disk.unmount() }
        let store = try SQLiteStore(path: disk.file())
        let log = RandomText.digits(64_000, seed: 1)
        let (acknowledged, errors) = await withTaskGroup(of: Result<String, RemediationError>.self) { group in
            for number in 0..<400 {
                group.addTask {
                    do throws(RemediationError) {
                        let id = "failure-\(number)"
                        _ = try await store.accept(
                            failure(number, log: log),
                            id: id,
                            idempotencyKey: nil,
                            receivedAt: Timestamp(milliseconds: 0)
                        )
                        return .success(id)
                    } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: ([String](), [RemediationError]())) { sums, result in
                switch result {
                case .success(let id): sums.0.append(id)
                case .failure(let error): sums.1.append(error)
                }
            }
        }
        #expect(!acknowledged.isEmpty)
        #expect(!errors.isEmpty)
        for error in errors {
            #expect(error.code == .unavailable)
            #expect(error.message.contains("disk"), "\(error)")
        }
        await store.close()

        // With more room, all that was acknowledged is there, and writing goes on.
        try disk.resize(megabytes: 64)
        let again = try SQLiteStore(path: disk.file())
        #expect(try await again.counts().failures == acknowledged.count)
        for id in acknowledged { #expect(try await again.failure(id: id)?.failure.log == log) }
        try await again.checkHealth()
        await again.close()
    }

    @Test func aFullDiskHealsWithoutARestart() async throws {
        let disk = try SmallDisk(megabytes: 4)
        defer { disk.unmount() }
        let store = try SQLiteStore(path: disk.file())
        let log = RandomText.digits(64_000, seed: 1)
        var number = 0
        await #expect(throws: RemediationError.self) {
            while number < 1_000 {
                _ = try await store.accept(
                    failure(number, log: log),
                    id: "failure-\(number)",
                    idempotencyKey: nil,
                    receivedAt: Timestamp(milliseconds: 0)
                )
                number += 1
            }
        }
        #expect(try await store.counts().failures == number)
        try disk.resize(megabytes: 64)
        _ = try await store.accept(
            failure(number, log: log),
            id: "failure-\(number)",
            idempotencyKey: nil,
            receivedAt: Timestamp(milliseconds: 0)
        )
        #expect(try await store.counts().failures == number + 1)
        await store.close()
    }

    @Test func aReadOnlyDiskIsAnError() async throws {
        let disk = try SmallDisk(megabytes: 8)
        defer { disk.unmount() }
        let store = try SQLiteStore(path: disk.file())
        await store.close()
        try disk.remount("ro")
        let error = await #expect(throws: RemediationError.self) {
            let store = try SQLiteStore(path: disk.file())
            try await store.checkHealth()
        }
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("write") == true, "\(String(describing: error))")
    }
}
