import Foundation
import GRDB
import Remediation
import Testing

@testable import SQLStore

/// A look at a store says what a service would meet there, and changes nothing.
@Suite struct InspectionTests {
    @Test func anOlderFileStaysAsItIs() throws {
        let directory = try TemporaryDirectory()
        let file = try DatabaseQueue(path: directory.file())
        try Migrations.migrator().migrate(file, upTo: "playbooks: steps")
        try file.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA application_id = \(Migrations.applicationID)") }
        let applied = try file.read { try Migrations.migrator().appliedIdentifiers($0) }
        try file.close()
        let bytes = FileManager.default.contents(atPath: directory.file())
        #expect(try SQLiteStore.inspect(path: directory.file()).hasSuffix("the schema will be brought up to date"))
        #expect(FileManager.default.contents(atPath: directory.file()) == bytes)
        let again = try DatabaseQueue(path: directory.file())
        #expect(try again.read { try Migrations.migrator().appliedIdentifiers($0) } == applied)
        try again.close()
    }

    /// Whether this user can make a file that it cannot write to itself; to root the mode of a file means nothing.
    private static func protect(_ path: String, _ isProtected: Bool) -> Bool {
        guard geteuid() == 0 else { return chmod(path, isProtected ? 0o444 : 0o644) == 0 }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/chattr")
        process.arguments = [isProtected ? "+i" : "-i", path]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    private static let canProtect: Bool = {
        let path = NSTemporaryDirectory() + "mulligan-protect-" + UUID().uuidString
        defer { unlink(path) }
        return FileManager.default.createFile(atPath: path, contents: nil) && protect(path, true) && protect(path, false)
    }()

    /// As is the file that root made, for the service's own user.
    @Test(.enabled(if: canProtect, "root needs chattr for a file that it cannot write to"))
    func aFileThatCannotBeWrittenIsRefused() async throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.file())
        await store.close()
        #expect(Self.protect(directory.file(), true))
        defer { _ = Self.protect(directory.file(), false) }
        let error = #expect(throws: RemediationError.self) { try SQLiteStore.inspect(path: directory.file()) }
        #expect(error?.message.contains(directory.file()) == true, "\(error?.message ?? "")")
    }

    /// A service that was killed leaves its log behind; what is in it stays.
    @Test func whatACrashLeftIsThereAfterwards() async throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.file())
        try await store.checkHealth()
        let copy = directory.file("copy.db")
        for end in ["", "-wal"] { try FileManager.default.copyItem(atPath: directory.file() + end, toPath: copy + end) }
        await store.close()
        #expect(try SQLiteStore.inspect(path: copy).hasSuffix("the schema is up to date"))
        let file = try DatabaseQueue(path: copy)
        #expect(try await file.read { try Int.fetchOne($0, sql: "SELECT checks FROM health") } == 1)
        try file.close()
    }

    @Test func itSaysWhatAServiceWouldMeet() async throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.file())
        // Beside a service that runs.
        #expect(try SQLiteStore.inspect(path: directory.file()).hasSuffix("the schema is up to date"))
        await store.close()
        #expect(try SQLiteStore.inspect(path: directory.file()).hasSuffix("the schema is up to date"))

        let newer = try DatabaseQueue(path: directory.file())
        try await newer.write { db in try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('of a later version')") }
        try newer.close()
        #expect(throws: RemediationError.self) { try SQLiteStore.inspect(path: directory.file()) }

        let folder = #expect(throws: RemediationError.self) { try SQLiteStore.inspect(path: directory.path) }
        #expect(folder?.message.contains("is a directory") == true)
        let foreign = try DatabaseQueue(path: directory.file("foreign.db"))
        try await foreign.write { db in try db.execute(sql: "CREATE TABLE recipes (name TEXT)") }
        try foreign.close()
        let text = Data("no database, however long it is drawn out, to more than a page's first hundred bytes: \(UUID())".utf8)
        try text.write(to: URL(fileURLWithPath: directory.file("text.db")))
        for name in ["foreign.db", "text.db"] {
            let error = #expect(throws: RemediationError.self) { try SQLiteStore.inspect(path: directory.file(name)) }
            #expect(error?.message.contains(name) == true)
        }
    }
}
