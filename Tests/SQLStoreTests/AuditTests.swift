import Foundation
import GRDB
import Remediation
import RemediationTesting
import SQLStore
import Testing

/// Somebody with the file and a tool, and how they are found out.
@Suite struct AuditTests {
    private static let entries: Int64 = 12

    /// A store of which the log has twelve entries, closed.
    private func makeLog(in directory: TemporaryDirectory) async throws -> (path: String, head: String) {
        let path = directory.file()
        let store = try SQLiteStore(path: path)
        for number in 1...Self.entries {
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
        let head = try #require(try await store.auditTrail(after: Self.entries - 1, limit: 1).first?.hash)
        await store.close()
        return (path, head)
    }

    /// The fault that a verification of the log at `path` finds.
    private func fault(_ path: String, noted: (sequence: Int64, hash: String)? = nil) async throws -> AuditVerifier.Fault? {
        let store = try SQLiteStore(path: path)
        var verifier = AuditVerifier(noted: noted)
        do {
            for record in try await store.auditTrail(after: 0, limit: 1_000) { try verifier.follow(record) }
            try verifier.finish()
        } catch let fault as AuditVerifier.Fault {
            await store.close()
            return fault
        }
        await store.close()
        return nil
    }

    private func tamper(_ path: String, _ sql: String) throws {
        let file = try DatabaseQueue(path: path)
        try file.write { db in
            try db.execute(sql: "DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_shortened; \(sql)")
        }
        try file.close()
    }

    @Test func anUntouchedLogIsUnbroken() async throws {
        let directory = try TemporaryDirectory()
        let (path, head) = try await makeLog(in: directory)
        #expect(try await fault(path) == nil)
        #expect(try await fault(path, noted: (Self.entries, head)) == nil)
    }

    @Test(arguments: [
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
    ])
    func tamperingIsFoundWhereItIs(sql: String, place: Int64) async throws {
        let directory = try TemporaryDirectory()
        let (path, _) = try await makeLog(in: directory)
        try tamper(path, sql)
        #expect(try await fault(path)?.sequence == place)
    }

    @Test func anEntryWithANewHashBreaksTheNext() async throws {
        let directory = try TemporaryDirectory()
        let (path, _) = try await makeLog(in: directory)
        let store = try SQLiteStore(path: path)
        let trail = try await store.auditTrail(after: 0, limit: 100)
        await store.close()
        let forged = trail[4].text.replacingOccurrences(of: "eve", with: "ada")
        let hash = AuditRecord.hash(of: forged, after: trail[3].hash)
        try tamper(path, "UPDATE audit SET entry = '\(forged)', hash = '\(hash)', actor = 'ada' WHERE sequence = 5")
        #expect(try await fault(path)?.sequence == 6)
    }

    @Test func aLogCutOffIsFoundByItsNotedHead() async throws {
        let directory = try TemporaryDirectory()
        let (path, head) = try await makeLog(in: directory)
        try tamper(path, "DELETE FROM audit WHERE sequence > 10")
        #expect(try await fault(path) == nil)
        #expect(try await fault(path, noted: (Self.entries, head))?.sequence == 11)
    }

    @Test func rowsCannotBeChangedByTheWay() async throws {
        let directory = try TemporaryDirectory()
        let (path, _) = try await makeLog(in: directory)
        let file = try DatabaseQueue(path: path)
        for sql in ["UPDATE audit SET hash = hash", "DELETE FROM audit"] {
            #expect(throws: DatabaseError.self) { try file.write { db in try db.execute(sql: sql) } }
        }
        try file.close()
    }
}
