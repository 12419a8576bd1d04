import Foundation
import GRDB
import GRDBSQLite

/// The peer: rows of the same size in one table with one index, by SQLite's C interface and by GRDB.
struct PlainSQLite {
    let directory: String
    let body: String

    private static let schema = "CREATE TABLE rows (id TEXT PRIMARY KEY NOT NULL, body TEXT NOT NULL)"

    struct Failure: Error {
        let code: Int32
    }

    /// Rows a second, with `perTransaction` rows between BEGIN and COMMIT.
    func insert(rows: Int, perTransaction: Int) throws -> Double {
        var handle: OpaquePointer?
        func check(_ code: Int32) throws {
            guard code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW else { throw Failure(code: code) }
        }
        try check(sqlite3_open(directory + "/plain-\(perTransaction).db", &handle))
        defer { sqlite3_close(handle) }
        try check(sqlite3_exec(handle, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; \(Self.schema)", nil, nil, nil))
        var statement: OpaquePointer?
        try check(sqlite3_prepare_v2(handle, "INSERT INTO rows VALUES (?, ?)", -1, &statement, nil))
        defer { sqlite3_finalize(statement) }
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        let (clock, processor) = (ContinuousClock(), processorMicroseconds())
        let start = clock.now
        for number in 0..<rows {
            if perTransaction > 1, number % perTransaction == 0 { try check(sqlite3_exec(handle, "BEGIN IMMEDIATE", nil, nil, nil)) }
            try check(sqlite3_bind_text(statement, 1, Workload.id(number), -1, transient))
            try check(sqlite3_bind_text(statement, 2, body, -1, transient))
            try check(sqlite3_step(statement))
            try check(sqlite3_reset(statement))
            if perTransaction > 1, (number + 1) % perTransaction == 0 || number + 1 == rows {
                try check(sqlite3_exec(handle, "COMMIT", nil, nil, nil))
            }
        }
        lastProcessorMicroseconds = (processorMicroseconds() - processor) / Double(rows)
        return Double(rows) / ((clock.now - start) / .seconds(1))
    }

    /// Rows a second of `callers` tasks, each row a transaction of `DatabasePool.write`.
    func insertByGRDB(rows: Int, callers: Int) async throws -> Double {
        let pool = try DatabasePool(path: directory + "/grdb.db")
        try await pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL; \(Self.schema)") }
        let body = body
        let result = try await rate(rows, callers: callers) { number in
            try await pool.write { db in
                try db.cachedStatement(sql: "INSERT INTO rows VALUES (?, ?)").execute(arguments: [Workload.id(number), body])
            }
        }
        try pool.close()
        return result
    }
}
