import Foundation
import GRDB
import Remediation
import RemediationTesting
import Testing

@testable import SQLStore

/// A store that a former Mulligan wrote reads the same, and goes on.
@Suite struct UpgradeTests {
    @Test func sqliteRowsOfBeforeReadTheSame() async throws {
        let directory = try TemporaryDirectory()
        let file = try DatabaseQueue(path: directory.file())
        try Migrations.migrator().migrate(file, upTo: "playbooks: steps")
        let before = try await file.write { db in
            try db.execute(sql: "PRAGMA application_id = \(Migrations.applicationID)")
            for sql in try FormerRows.statements(bytes: { "x'\($0)'" }, isTrue: "1") { try db.execute(sql: sql) }
            // What a trigger of that time did.
            #expect(try String.fetchAll(db, sql: "SELECT failure_id FROM undecided_failures") == ["f-2"])
            return try Self.named(db)
        }
        try file.close()

        let store = try SQLiteStore(path: directory.file())
        try await FormerRows.expect(in: store)
        await store.close()
        let upgraded = try DatabaseQueue(path: directory.file())
        try await upgraded.write { db in
            #expect(try Self.named(db) == before.subtracting(["failure_accepted", "failure_decided"]))
            try db.checkForeignKeys()
            #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
            for sql in FormerRows.refused { #expect(throws: DatabaseError.self, "\(sql)") { try db.execute(sql: sql) } }
            #expect(try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM undecided_failures") == 0)
            for table in ["failures", "failure_logs", "recommendations", "deliveries", "attempts", "audit"] {
                #expect(try !Self.instructions(db, toInsertInto: table).contains("OpenEphemeral"), "\(table)")
            }
        }
        try upgraded.close()
    }

    /// Each finds the last migration missing; only one makes it.
    @Test func processesThatUpgradeAtOnceAllOpen() async throws {
        for _ in 0..<10 {
            let directory = try TemporaryDirectory()
            let path = directory.file()
            let file = try DatabaseQueue(path: path)
            try Migrations.migrator().migrate(file, upTo: "deliveries: since when they wait")
            try await file.write { db in try db.execute(sql: "PRAGMA application_id = \(Migrations.applicationID)") }
            try file.close()
            try await withThrowingTaskGroup(of: SQLiteStore.self) { group in
                for _ in 0..<4 { group.addTask { try await Self.onAThread { try SQLiteStore(path: path) } } }
                for try await store in group {
                    #expect(try await store.failures(FailureFilter(), page: PageRequest(limit: 1)).items.isEmpty)
                    await store.close()
                }
            }
            let upgraded = try DatabaseQueue(path: path)
            let (isComplete, integrity) = try await upgraded.read { db in
                (try Migrations.migrator().hasCompletedMigrations(db), try String.fetchOne(db, sql: "PRAGMA integrity_check"))
            }
            #expect(isComplete && integrity == "ok")
            try upgraded.close()
        }
    }

    /// What blocks, on a thread of its own.
    private static func onAThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
        }
    }

    /// What SQLite does to insert a row.
    private static func instructions(_ db: Database, toInsertInto table: String) throws -> [String] {
        let columns = try db.columns(in: table).count
        let values = Array(repeating: "?", count: columns).joined(separator: ", ")
        let none = StatementArguments(Array(repeating: nil as Int?, count: columns))
        return try Row.fetchAll(db, sql: "EXPLAIN INSERT INTO \(table) VALUES (\(values))", arguments: none).map { $0["opcode"] }
    }

    /// The names of indexes and triggers.
    private static func named(_ db: Database) throws -> Set<String> {
        try Set(
            String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type IN ('index', 'trigger') AND name NOT LIKE 'sqlite_%'")
        )
    }

    @Test(.enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed; make test-packages installs it"))
    func postgresRowsOfBeforeReadTheSame() async throws {
        let server = try PostgresServer.shared.get()
        let url = try server.makeDatabase()
        let address = try PostgresAddress(url)
        try PostgresMigrator(PostgresMigration.all.filter { $0.number <= 7 }).migrate(PostgresConnection(address), address: address)
        let connection = try PostgresConnection(address)
        for sql in try FormerRows.statements(bytes: { "'\\x\($0)'" }, isTrue: "true") { try connection.execute(sql) }
        // Its code did what a trigger does in SQLite.
        try connection.execute("INSERT INTO undecided_failures VALUES ('f-2')")

        let store = try await PostgresStore.open(address)
        try await FormerRows.expect(in: store)
        await store.close()
        for sql in FormerRows.refused { #expect(throws: PostgresFailure.self, "\(sql)") { try connection.execute(sql) } }
    }
}
