import GRDB
import Remediation
import RemediationTesting
import SQLStore

/// A database of either kind, which tests open as a store and change behind its back.
struct AuditedDatabase {
    /// The kinds of databases.
    enum Kind: Sendable, CaseIterable {
        case sqlite, postgres

        /// Those that can run on this machine.
        static let here = allCases.filter { $0 == .sqlite || PostgresServer.obstacle == nil }
    }

    private enum Place {
        case file(TemporaryDirectory)
        case database(String)
    }

    private let place: Place

    /// An empty database.
    init(_ kind: Kind) throws {
        switch kind {
        case .sqlite: place = .file(try TemporaryDirectory())
        case .postgres: place = .database(try PostgresServer.shared.get().makeDatabase())
        }
    }

    /// Opens a store on it, which counts so many failures at a time.
    func open(failuresPerPart: Int? = nil) async throws -> any RemediationStore {
        switch place {
        case .file(let directory): return try SQLiteStore(path: directory.file(), failuresPerPart: failuresPerPart)
        case .database(let address):
            var options = PostgresStore.Options()
            if let failuresPerPart { options.failuresPerPart = failuresPerPart }
            return try await PostgresStore.open(try PostgresAddress(address), options: options)
        }
    }

    /// Runs SQL as a tool of the database would.
    func run(_ sql: String) throws {
        switch place {
        case .file(let directory):
            let file = try DatabaseQueue(path: directory.file())
            try file.write { db in try db.execute(sql: sql) }
            try file.close()
        case .database(let address):
            let name = address.split(separator: "/").last.map(String.init) ?? ""
            try PostgresServer.shared.get().execute("SET search_path = mulligan; \(sql)", in: name)
        }
    }

    /// Runs SQL once what keeps the log from being changed is out of the way.
    func tamper(_ sql: String) throws {
        switch place {
        case .file: try run("DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_shortened; \(sql)")
        case .database: try run("ALTER TABLE audit DISABLE TRIGGER audit_stays; \(sql)")
        }
    }
}
