import Foundation
import GRDB
import Remediation
import RemediationTesting
import SQLStore
import Testing

/// From SQLite to PostgreSQL, whole or not at all.
@Suite(.enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed; make test-packages installs it"))
struct MoveTests {
    private static let now = Timestamp(milliseconds: 1_795_000_000_000)

    /// A file with something in most tables.
    private func fill(_ path: String, failures: Int) async throws {
        let store = try SQLiteStore(path: path)
        for number in 1...failures {
            let failure = JobFailure(
                job: "job \"Ä\"",
                runId: "run-\(number)",
                engine: "slurm",
                log: number % 3 == 0 ? "" : "Killed\u{0} \(number)\r\n😀",
                resources: Resources(memoryBytes: 1)
            )
            let id = "failure-\(1_000 + number)"
            _ = try await store.accept(failure, id: id, idempotencyKey: "key-\(number)", receivedAt: Self.now, decision: nil)
            guard number % 5 != 0 else { continue }
            let recommendation = Recommendation(
                id: "r\(number)",
                failureId: id,
                action: .retry,
                target: Resources(memoryBytes: 2),
                mode: .approve,
                state: .pending,
                createdAt: Self.now
            )
            _ = try await store.decide(
                failureId: id,
                classification: Classification(failureClass: .containerLimit, retryable: .changedConfiguration, confidence: 1),
                recommendation: recommendation,
                delivery: nil
            )
            let attempt = Attempt(
                job: "job",
                runId: number % 2 == 0 ? nil : "run-\(number)",
                attempt: 1,
                engine: "slurm",
                requested: Resources(memoryBytes: 1),
                result: .succeeded,
                endedAt: Self.now
            )
            _ = try await store.recordAttempt(attempt, id: "a\(number)", idempotencyKey: nil, recordedAt: Self.now)
            if number % 7 == 0 {
                _ = try await store.change(
                    RecommendationChange(id: "r\(number)", to: .rejected, actor: "ada", note: "a\u{0}b", at: Self.now)
                )
            }
        }
        _ = try await store.pause(Pause(id: "p", scope: PauseScope(engine: "slurm"), actor: "ada", since: Self.now))
        try await store.addToken(
            AccessToken(id: "t", name: "ada", role: .admin, createdAt: Self.now),
            hash: SecretHash(bytes: Array(repeating: 7, count: 32))
        )
        await store.close()
    }

    @Test func everythingArrivesAndTheAuditLogGoesOn() async throws {
        let directory = try TemporaryDirectory()
        try await fill(directory.file(), failures: 700)
        let address = try PostgresAddress(try PostgresServer.shared.get().makeDatabase())
        let verified = try await StoreMover.move(from: directory.file(), to: address) { _ in }
        let rows = Dictionary(uniqueKeysWithValues: verified.map { ($0.table, $0.rows) })
        #expect(rows["failures"] == 700)
        #expect(rows["recommendations"] == 560)
        #expect(rows["undecided_failures"] == 140)
        #expect(rows["access_tokens"] == 1)

        let (old, new) = (try SQLiteStore(path: directory.file()), try await PostgresStore.open(address))
        #expect(try await old.counts() == (try await new.counts()))
        for number in [1, 3, 5, 700] {
            let id = "failure-\(1_000 + number)"
            #expect(try await old.failure(id: id) == (try await new.failure(id: id)))
        }
        #expect(try await new.pauses() == (try await old.pauses()))
        // New rows are numbered behind the moved ones, and the chain of the audit log holds across the move.
        let failure = JobFailure(job: "new", runId: "r", engine: "slurm", resources: Resources(memoryBytes: 1))
        #expect(try await new.accept(failure, id: "new", idempotencyKey: nil, receivedAt: Self.now).isNew)
        _ = try await new.append(AuditEvent(.policyChanged, subject: "policy", actor: "ada", at: Self.now))
        var verifier = AuditVerifier()
        var last: Int64 = 0
        while case let records = try await new.auditTrail(after: last, limit: 500), let end = records.last {
            for record in records { try verifier.follow(record) }
            last = end.sequence
        }
        #expect(verifier.count == Int64((rows["audit"] ?? 0) + 1))
        await old.close()
        await new.close()
    }

    @Test func anInterruptedMoveGoesOnWhereItWas() async throws {
        let directory = try TemporaryDirectory()
        try await fill(directory.file(), failures: 1_200)
        let server = try PostgresServer.shared.get()
        let url = try server.makeDatabase()
        let address = try PostgresAddress(url)
        // What a kill in the middle leaves: some tables whole, one in part, the rest empty. Nothing of a table is moved out of order.
        _ = try await StoreMover.move(from: directory.file(), to: address) { _ in }
        try server.execute(
            """
            SET search_path = mulligan; SET session_replication_role = replica;
            DELETE FROM failures WHERE seq > 1000; DELETE FROM failure_logs WHERE seq > 1000;
            DELETE FROM failure_keys; DELETE FROM recommendations; DELETE FROM undecided_failures; DELETE FROM attempts; DELETE FROM audit;
            DELETE FROM pauses; DELETE FROM access_tokens;
            """,
            in: String(url.split(separator: "/").last ?? "")
        )
        let first = try await StoreMover.move(from: directory.file(), to: address) { _ in }
        let again = try await StoreMover.move(from: directory.file(), to: address) { _ in }
        #expect(first == again)
        #expect(first.first { $0.table == "failures" }?.rows == 1_200)
    }

    @Test func aDatabaseThatHoldsSomethingElseIsRefusedAndLeftAlone() async throws {
        let directory = try TemporaryDirectory()
        try await fill(directory.file(), failures: 3)
        let address = try PostgresAddress(try PostgresServer.shared.get().makeDatabase())
        let store = try await PostgresStore.open(address)
        let failure = JobFailure(job: "other", runId: "r", engine: "slurm", resources: Resources(memoryBytes: 1))
        _ = try await store.accept(failure, id: "other", idempotencyKey: nil, receivedAt: Self.now)
        let error = await #expect(throws: RemediationError.self) {
            _ = try await StoreMover.move(from: directory.file(), to: address) { _ in }
        }
        #expect(error?.code == .conflict)
        #expect(error?.message.contains("DROP SCHEMA mulligan CASCADE") == true, "\(String(describing: error))")
        #expect(try await store.counts().failures == 1)
        await store.close()
    }

    /// Whoever adds a table to the one database must say how it moves to the other.
    @Test func noTableIsForgotten() async throws {
        let directory = try TemporaryDirectory()
        try await fill(directory.file(), failures: 3)
        let address = try PostgresAddress(try PostgresServer.shared.get().makeDatabase())
        let moved = Set(try await StoreMover.move(from: directory.file(), to: address) { _ in }.map(\.table))
        let file = try DatabaseQueue(path: directory.file())
        let tables = try await file.read { db in
            try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        }
        try file.close()
        #expect(Set(tables).subtracting(["grdb_migrations", "health", "failure_minutes", "failure_minutes_state"]) == moved)
    }
}
