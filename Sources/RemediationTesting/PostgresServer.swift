internal import Foundation

/// A real PostgreSQL server for tests: its own cluster in a temporary folder, on a free port of loopback, gone when the tests end.
package final class PostgresServer: Sendable {
    /// Why no server can run here; nil when it can.
    package static let obstacle: String? =
        programs == nil ? "PostgreSQL is not installed; make test-packages installs it" : nil

    /// The server that all suites of a test process share; each test makes a database of its own.
    /// It does not wait for the disk: what it holds need not outlive a power cut, and making a database would take seconds.
    package static let shared = Result { try PostgresServer(waitsForDisk: false) }

    /// The password of the user `mulligan`, which owns what the tests make.
    package static let password = "secret-4711"
    /// The port on loopback.
    package let port: Int
    private let folder: String

    /// The folder of `initdb` and `pg_ctl`, of the newest version.
    private static let programs: String? = {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let newest = versions.compactMap { Int($0) }.max().map { "\(root)/\($0)/bin" }
        return newest.flatMap { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") ? $0 : nil }
    }()

    /// Makes a cluster and starts it.
    package init(waitsForDisk: Bool = true) throws {
        // Not NSTemporaryDirectory: the path of a socket must be short.
        folder = "/tmp/mulligan-pg-\(UInt32.random(in: 0 ... .max))"
        port = Int.random(in: 20_000...30_000)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        if geteuid() == 0 { try Self.run("chown postgres \(folder)", asOwner: false) }
        let settings = [
            "port = \(port)", "listen_addresses = '127.0.0.1'", "unix_socket_directories = '\(folder)'", "max_connections = 400",
            "log_min_messages = warning", "fsync = \(waitsForDisk ? "on" : "off")",
        ]
        try Self.run(
            """
            cd \(folder) && echo \(Self.password) >password && \(Self.programs ?? "")/initdb -D data -U mulligan --pwfile=password \
              -A scram-sha-256 -E UTF8 --locale=C --no-sync >initdb.log && printf "%s\\n" \(settings.map { "\"\($0)\"" }.joined(separator: " ")) \
              >>data/postgresql.conf
            """
        )
        try start()
        Self.stopAtExit(folder)
    }

    /// Starts the server and waits until it takes connections.
    package func start() throws { try control("-w -l \(folder)/log start") }

    /// Stops the server: `fast` cuts sessions off in good order, `immediate` is a crash.
    package func stop(mode: String = "fast") throws { try control("-w -m \(mode) stop") }

    /// The address of `database`, with user and password.
    package func address(of database: String) -> String {
        "postgres://mulligan:\(Self.password)@127.0.0.1:\(port)/\(database)"
    }

    /// Makes an empty database and returns its address.
    package func makeDatabase() throws -> String {
        let name = "test_\(UInt64.random(in: 0 ... .max))"
        try execute("CREATE DATABASE \(name)", in: "postgres")
        return address(of: name)
    }

    /// Runs SQL by `psql` and returns what it printed, without headings.
    @discardableResult
    package func execute(_ sql: String, in database: String) throws -> String {
        let file = "\(folder)/sql-\(UInt64.random(in: 0 ... .max))"
        try sql.write(toFile: file, atomically: true, encoding: .utf8)
        let psql = "psql -X -q -t -A -v ON_ERROR_STOP=1 -h 127.0.0.1 -p \(port) -U mulligan -d \(database) -f \(file)"
        return try Self.run("PGPASSWORD=\(Self.password) \(psql)", asOwner: false)
    }

    private func control(_ arguments: String) throws {
        try Self.run("\(Self.programs ?? "")/pg_ctl -D \(folder)/data \(arguments) >>\(folder)/control.log 2>&1")
    }

    private static let folders = Folders()

    /// The folders of servers that run, for the end of the process.
    private final class Folders: @unchecked Sendable {
        private let lock = NSLock()
        private var all: [String] = []

        func add(_ folder: String) -> Bool {
            lock.withLock {
                all.append(folder)
                return all.count == 1
            }
        }

        func stopAll() {
            for folder in lock.withLock({ all }) {
                _ = try? PostgresServer.run("\(programs ?? "")/pg_ctl -D \(folder)/data -m immediate stop >/dev/null 2>&1")
                try? FileManager.default.removeItem(atPath: folder)
            }
        }
    }

    private static func stopAtExit(_ folder: String) {
        if folders.add(folder) { atexit { PostgresServer.folders.stopAll() } }
    }

    /// Runs a shell command, as the user `postgres` where we are root: PostgreSQL refuses to run as root.
    @discardableResult
    private static func run(_ command: String, asOwner: Bool = true) throws -> String {
        // A server inherits what the shell has open, and Foundation takes a process for running while anyone holds its socket.
        let closing = #"for fd in /proc/self/fd/*; do n=${fd##*/}; [ "$n" -gt 2 ] && eval "exec $n>&-"; done; "#
        let process = Process()
        let output = "/tmp/mulligan-out-\(UInt64.random(in: 0 ... .max))"
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        defer { try? FileManager.default.removeItem(atPath: output) }
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let becoming = asOwner && geteuid() == 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : []
        process.arguments = becoming + ["bash", "-c", closing + command]
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = process.standardOutput
        try process.run()
        process.waitUntilExit()
        let text = String(decoding: FileManager.default.contents(atPath: output) ?? Data(), as: UTF8.self)
        guard process.terminationStatus == 0 else { throw Failure(description: "\(command): \(text)") }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// A command of the server failed.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }
}
