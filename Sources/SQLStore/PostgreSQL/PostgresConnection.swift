internal import CPostgres
internal import Foundation

/// One connection to PostgreSQL. It blocks its caller, so it stays on a thread of its own; no wait is longer than a time-out.
final class PostgresConnection {
    /// How long a connection may take to come about, in seconds.
    static let connectSeconds = 5
    /// How long the server may work on one statement, in seconds.
    static let statementSeconds = 30
    /// How long the server may say nothing before the connection is given up, in seconds: more than `statementSeconds`.
    var silenceSeconds = 40.0

    let handle: OpaquePointer
    /// What the server calls each prepared statement, which it tells apart by the first 63 bytes only, and its SQL.
    private var prepared: [String: (name: String, sql: String)] = [:]
    private var buffer: [UInt8] = []

    /// Connects, and sets the session up.
    ///
    /// - Throws: `PostgresFailure`.
    init(_ address: PostgresAddress) throws {
        var parameters = address.parameters
        parameters["client_encoding"] = "UTF8"
        // Without these a host that vanished would be noticed after hours.
        for (keyword, value) in [
            ("connect_timeout", "\(Self.connectSeconds)"), ("application_name", "mulligan"), ("keepalives_idle", "30"),
            ("keepalives_interval", "10"), ("keepalives_count", "3"), ("tcp_user_timeout", "30000"),
        ] where parameters[keyword] == nil {
            parameters[keyword] = value
        }
        let pairs = parameters.sorted { $0.key < $1.key }
        let keywords = pairs.map { strdup($0.key) }
        let values = pairs.map { strdup($0.value) }
        defer { for text in keywords + values { free(text) } }
        let connected = PQconnectdbParams(keywords.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 0)
        guard let connected else { throw PostgresFailure(connection: "there is no memory for a connection") }
        handle = connected
        mulligan_pg_ignore_notices(handle)
        // From here on `deinit` closes it.
        guard PQstatus(handle) == CONNECTION_OK else { throw lost() }
        guard PQsetnonblocking(handle, 1) == 0 else { throw lost() }
        try execute(Self.session)
    }

    deinit { PQfinish(handle) }

    /// What every session has: our schema and no other, bounded waits, commits that wait for the disk, no compiler for short queries.
    ///
    /// Statements are planned once, perhaps while their tables are empty: a plan by index is right for each of ours at every size.
    private static let session = """
        SET search_path = mulligan, pg_catalog;
        SET client_min_messages = warning;
        SET TIME ZONE 'UTC';
        SET statement_timeout = '\(statementSeconds)s';
        SET lock_timeout = '10s';
        SET idle_in_transaction_session_timeout = '60s';
        SET jit = off;
        SET enable_seqscan = off;
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local')
        """

    /// Whether the connection is still good, by what has arrived on it: a server that went away said so.
    var isAlive: Bool {
        guard PQconsumeInput(handle) == 1 else { return false }
        return PQstatus(handle) == CONNECTION_OK
    }

    /// The failure of a connection that broke.
    func lost() -> PostgresFailure {
        PostgresFailure(connection: String(cString: PQerrorMessage(handle)))
    }

    /// Runs SQL commands without parameters in one transaction, unless they hold BEGIN and COMMIT.
    ///
    /// - Throws: `PostgresFailure`.
    @discardableResult
    func execute(_ sql: String) throws -> PostgresRows? {
        guard PQsendQuery(handle, sql) == 1 else { throw lost() }
        var rows: PostgresRows?
        var failure: PostgresFailure?
        while let result = try nextResult() {
            switch PQresultStatus(result) {
            case PGRES_TUPLES_OK: rows = PostgresRows(result)
            case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: PQclear(result)
            default:
                failure = failure ?? PostgresFailure(result)
                PQclear(result)
            }
        }
        if let failure { throw failure }
        return rows
    }

    /// Runs one statement as a transaction of its own, or in the one that is open.
    ///
    /// - Throws: `PostgresFailure`.
    @discardableResult
    func run(_ request: PostgresRequest) throws -> PostgresRows { try run(PostgresMessage(request)) }

    /// Runs requests in the transaction that is open; those of one statement that takes rows share statements.
    ///
    /// - Throws: `PostgresFailure`.
    func run(rows requests: [PostgresRequest]) throws {
        for message in PostgresMessage.messages(of: requests) { try run(message) }
    }

    @discardableResult
    private func run(_ message: PostgresMessage) throws -> PostgresRows {
        try prepare(message.statement)
        try send(message)
        var answer: Result<PostgresRows, PostgresFailure>?
        while let result = try nextResult() { answer = answer ?? Self.answer(result) }
        guard let answer else { throw lost() }
        return try answer.get()
    }

    /// Runs `body` between BEGIN and COMMIT; an error rolls back.
    func transaction<Value>(_ body: (PostgresConnection) throws -> Value) throws -> Value {
        try execute("BEGIN")
        do {
            let value = try body(self)
            try execute("COMMIT")
            return value
        } catch {
            // A connection that broke has rolled back by itself.
            _ = try? execute("ROLLBACK")
            throw error
        }
    }

    /// Prepares `statement` unless this connection has.
    func prepare(_ statement: PostgresStatement) throws {
        if let known = prepared[statement.name] {
            guard known.sql == statement.sql else { throw PostgresFailure(connection: "two statements are called \(statement.name)") }
            return
        }
        let name = "mulligan\(prepared.count)"
        guard PQsendPrepare(handle, name, statement.sql, 0, nil) == 1 else { throw lost() }
        var failure: PostgresFailure?
        while let result = try nextResult() {
            if PQresultStatus(result) != PGRES_COMMAND_OK { failure = failure ?? PostgresFailure(result) }
            PQclear(result)
        }
        if let failure { throw failure }
        prepared[statement.name] = (name, statement.sql)
    }

    /// Sends a statement that this connection has prepared; all parameters and results are binary.
    func send(_ message: PostgresMessage) throws {
        guard let name = prepared[message.statement.name]?.name else { throw PostgresFailure(connection: "a statement is not prepared") }
        buffer.removeAll(keepingCapacity: true)
        var offsets: [Int?] = []
        var lengths: [Int32] = []
        for column in 0..<message.rows[0].count {
            let start = buffer.count
            let isNull = !append(column: column, of: message)
            offsets.append(isNull ? nil : start)
            lengths.append(Int32(buffer.count - start))
            // A pointer one past the end would be valid, but of an empty array there is none.
            buffer.append(0)
        }
        let formats = [Int32](repeating: 1, count: offsets.count)
        let sent = buffer.withUnsafeBufferPointer { bytes in
            let start = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
            let values = offsets.map { offset in offset.flatMap { start?.advanced(by: $0) } }
            return PQsendQueryPrepared(handle, name, Int32(values.count), values, lengths, formats, 1)
        }
        // A log of megabytes must not make every later parameter list as large.
        if buffer.capacity > 1 << 20 { buffer = [] }
        guard sent == 1 else { throw lost() }
    }

    /// Appends a parameter to the buffer; false of one that is NULL.
    private func append(column: Int, of message: PostgresMessage) -> Bool {
        guard let input = message.statement.input else { return message.rows[0][column].append(to: &buffer) != nil }
        input.append(column: column, of: message.rows, to: &buffer)
        return true
    }

    /// What a result says; takes ownership of it.
    static func answer(_ result: OpaquePointer) -> Result<PostgresRows, PostgresFailure> {
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK: return .success(PostgresRows(result))
        default:
            defer { PQclear(result) }
            return .failure(PostgresFailure(result))
        }
    }

    /// The next result of what was sent, nil after the last one of a statement; waits for it, and not forever.
    func nextResult() throws -> OpaquePointer? {
        var mustFlush = true
        while true {
            if mustFlush {
                let flushed = PQflush(handle)
                guard flushed >= 0 else { throw lost() }
                mustFlush = flushed == 1
            }
            if PQisBusy(handle) == 0 { return PQgetResult(handle) }
            try wait(toWrite: mustFlush, seconds: silenceSeconds)
            guard PQconsumeInput(handle) == 1 else { throw lost() }
        }
    }

    /// Waits until the server has sent something, or can take more.
    private func wait(toWrite: Bool, seconds: Double) throws {
        var socket = pollfd(fd: PQsocket(handle), events: Int16(POLLIN | (toWrite ? POLLOUT : 0)), revents: 0)
        while true {
            let ready = poll(&socket, 1, Int32(seconds * 1_000))
            if ready > 0 { return }
            if ready < 0, errno == EINTR { continue }
            throw PostgresFailure(connection: "the server has said nothing for \(Int(seconds)) seconds")
        }
    }
}

extension PostgresConnection {
    /// Waits at most `seconds` for notifications and says whether there were any.
    ///
    /// - Throws: `PostgresFailure` when the connection broke.
    func hearsNotification(seconds: Double) throws -> Bool {
        var socket = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        if poll(&socket, 1, Int32(seconds * 1_000)) > 0 {
            guard PQconsumeInput(handle) == 1 else { throw lost() }
        }
        var heard = false
        while let notification = PQnotifies(handle) {
            heard = true
            PQfreemem(notification)
        }
        return heard
    }
}
