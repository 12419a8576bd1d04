import Foundation
import Remediation
import SQLStore
import Testing

/// Somebody with the database and a tool, and how they are found out: on SQLite and on PostgreSQL.
@Suite struct AuditTests {
    private static let entries: Int64 = 12

    /// A log of twelve entries in a store that is closed.
    private struct Log {
        let database: AuditedDatabase
        let head: String

        init(_ kind: AuditedDatabase.Kind) async throws {
            database = try AuditedDatabase(kind)
            let store = try await database.open()
            for number in 1...AuditTests.entries {
                let event = AuditEvent(
                    .overridden,
                    subject: "recommendation/\(number)",
                    actor: number % 2 == 0 ? "ada" : "eve",
                    before: .object(["state": .string("pending")]),
                    after: .object(["target": .string("\(number) GiB")]),
                    at: Timestamp(milliseconds: 1_795_000_000_000 + number)
                )
                _ = try await store.append(event)
            }
            head = try #require(try await store.auditTrail(after: AuditTests.entries - 1, limit: 1).first?.hash)
            await store.close()
        }

        /// The fault that a verification finds.
        func fault(noted: (sequence: Int64, hash: String)? = nil) async throws -> AuditVerifier.Fault? {
            let store = try await database.open()
            var verifier = AuditVerifier(noted: noted)
            var found: AuditVerifier.Fault?
            do {
                for record in try await store.auditTrail(after: 0, limit: 1_000) { try verifier.follow(record) }
                try verifier.finish()
            } catch let fault as AuditVerifier.Fault {
                found = fault
            }
            await store.close()
            return found
        }
    }

    @Test(arguments: AuditedDatabase.Kind.here)
    func anUntouchedLogIsUnbroken(_ kind: AuditedDatabase.Kind) async throws {
        let log = try await Log(kind)
        #expect(try await log.fault() == nil)
        #expect(try await log.fault(noted: (Self.entries, log.head)) == nil)
    }

    static let tamperings: [(sql: String, place: Int64)] = [
        ("UPDATE audit SET entry = replace(entry, 'eve', 'ada') WHERE sequence = 5", 5),
        ("UPDATE audit SET entry = replace(entry, '12 GiB', '13 GiB') WHERE sequence = 12", 12),
        ("UPDATE audit SET hash = upper(hash) WHERE sequence = 3", 3),
        ("DELETE FROM audit WHERE sequence = 7", 7),
        ("DELETE FROM audit WHERE sequence = 1", 1),
        ("DELETE FROM audit WHERE sequence BETWEEN 4 AND 9", 4),
        // Two entries trade places.
        (
            "UPDATE audit SET sequence = 100 WHERE sequence = 5; UPDATE audit SET sequence = 5 WHERE sequence = 6; UPDATE audit SET sequence = 6 WHERE sequence = 100",
            5
        ),
        // A copy of the last one is put behind it.
        ("INSERT INTO audit SELECT 13, entry, hash, kind, subject, actor FROM audit WHERE sequence = 12", 13),
        // The entry is hidden from those who look for its actor.
        ("UPDATE audit SET actor = 'nobody' WHERE sequence = 9", 9),
    ]

    @Test(arguments: AuditedDatabase.Kind.here, AuditTests.tamperings)
    func tamperingIsFoundWhereItIs(_ kind: AuditedDatabase.Kind, _ tampering: (sql: String, place: Int64)) async throws {
        let log = try await Log(kind)
        try log.database.tamper(tampering.sql)
        #expect(try await log.fault()?.sequence == tampering.place)
    }

    @Test(arguments: AuditedDatabase.Kind.here)
    func anEntryWithANewHashBreaksTheNext(_ kind: AuditedDatabase.Kind) async throws {
        let log = try await Log(kind)
        let store = try await log.database.open()
        let trail = try await store.auditTrail(after: 0, limit: 100)
        await store.close()
        let forged = trail[4].text.replacingOccurrences(of: "eve", with: "ada")
        let hash = AuditRecord.hash(of: forged, after: trail[3].hash)
        try log.database.tamper("UPDATE audit SET entry = '\(forged)', hash = '\(hash)', actor = 'ada' WHERE sequence = 5")
        #expect(try await log.fault()?.sequence == 6)
    }

    @Test(arguments: AuditedDatabase.Kind.here)
    func aLogCutOffIsFoundByItsNotedHead(_ kind: AuditedDatabase.Kind) async throws {
        let log = try await Log(kind)
        try log.database.tamper("DELETE FROM audit WHERE sequence > 10")
        #expect(try await log.fault() == nil)
        #expect(try await log.fault(noted: (Self.entries, log.head))?.sequence == 11)
    }

    @Test(arguments: AuditedDatabase.Kind.here)
    func rowsCannotBeChangedByTheWay(_ kind: AuditedDatabase.Kind) async throws {
        let log = try await Log(kind)
        for sql in ["UPDATE audit SET hash = hash", "DELETE FROM audit"] {
            #expect(throws: (any Error).self) { try log.database.run(sql) }
        }
        #expect(try await log.fault(noted: (Self.entries, log.head)) == nil)
    }
}
