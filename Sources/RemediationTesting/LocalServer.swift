internal import Foundation
internal import Synchronization

/// A real HTTP server on a free loopback port that can misbehave: one thread a connection, one request a connection.
package final class LocalServer: Sendable {
    /// What a client sent.
    package struct Request: Sendable {
        /// `POST`.
        package var method: String
        /// Path and query.
        package var path: String
        /// Header values by lower-case name.
        package var headers: [String: String]
        /// The body.
        package var body: [UInt8]
    }

    /// How it is answered.
    package enum Reply: Sendable {
        /// A well-formed answer.
        case answer(Int, headers: [String: String] = [:], body: String = "")
        /// These bytes, whatever they are.
        case raw([UInt8])
        /// The answer in single bytes with pauses.
        case trickle(String, pauseSeconds: Double)
        /// Nothing, until the server stops.
        case silence
        /// The connection is closed without a word.
        case hangUp
    }

    /// The port on loopback.
    package let port: Int
    private let listener: Int32
    private let state = Mutex(State())

    private struct State {
        var requests: [Request] = []
        var isStopped = false
    }

    /// A server that answers what `handler` says; called on a thread of the connection.
    ///
    /// - Throws: `POSIXError` when there is no port.
    package init(_ handler: @escaping @Sendable (Request) -> Reply) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 256) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard bound else { throw POSIXError(.EADDRINUSE) }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        let thread = Thread { [self] in
            // Only who accepts may close: the number could be another server's by the next call of accept.
            defer { close(listener) }
            while true {
                let connection = accept(listener, nil, nil)
                // The programs that other tests run send signals when they end.
                if connection < 0, errno == EINTR || errno == ECONNABORTED { continue }
                guard connection >= 0 else { return }
                let worker = Thread { [self] in serve(connection, handler) }
                worker.stackSize = 256 << 10
                worker.start()
            }
        }
        thread.start()
    }

    /// `http://127.0.0.1:PORT`.
    package var url: String { "http://127.0.0.1:\(port)" }
    /// What has arrived so far, in the order of arrival.
    package var requests: [Request] { state.withLock { $0.requests } }

    /// Takes no more connections.
    package func stop() {
        let isFirst = state.withLock { state in
            defer { state.isStopped = true }
            return !state.isStopped
        }
        if isFirst { shutdown(listener, Int32(SHUT_RDWR)) }
    }

    deinit { stop() }

    private func serve(_ connection: Int32, _ handler: @Sendable (Request) -> Reply) {
        // A program that another test starts meanwhile may have inherited the connection: closing alone would not end it.
        defer {
            shutdown(connection, Int32(SHUT_RDWR))
            close(connection)
        }
        guard let request = read(connection) else { return }
        state.withLock { $0.requests.append(request) }
        switch handler(request) {
        case .answer(let status, let headers, let body):
            var text = "HTTP/1.1 \(status) Status\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n"
            for (name, value) in headers { text += "\(name): \(value)\r\n" }
            write(connection, Array((text + "\r\n" + body).utf8))
        case .raw(let bytes):
            write(connection, bytes)
        case .trickle(let body, let pause):
            write(connection, Array("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n".utf8))
            for byte in body.utf8 {
                Thread.sleep(forTimeInterval: pause)
                write(connection, [byte])
            }
        case .silence:
            // Until the client gives up: reading returns when it closes.
            var byte: UInt8 = 0
            while recv(connection, &byte, 1, 0) > 0 {}
        case .hangUp:
            break
        }
    }

    private func read(_ connection: Int32) -> Request? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        func more() -> Bool {
            var count = recv(connection, &buffer, buffer.count, 0)
            while count < 0, errno == EINTR { count = recv(connection, &buffer, buffer.count, 0) }
            if count > 0 { bytes.append(contentsOf: buffer[..<count]) }
            return count > 0
        }
        var found: Int?
        while found == nil {
            guard more() else { return nil }
            found = bytes.firstRange(of: Array("\r\n\r\n".utf8))?.lowerBound
        }
        guard let headEnd = found else { return nil }
        let lines = String(decoding: bytes[..<headEnd], as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ").map(String.init)
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let pair = line.split(separator: ":", maxSplits: 1)
            headers[pair[0].lowercased()] = pair.count == 2 ? pair[1].trimmingCharacters(in: .whitespaces) : ""
        }
        let count = headers["content-length"].flatMap(Int.init) ?? 0
        while bytes.count < headEnd + 4 + count {
            guard more() else { return nil }
        }
        return Request(method: words[0], path: words[1], headers: headers, body: Array(bytes[(headEnd + 4)...].prefix(count)))
    }

    private func write(_ connection: Int32, _ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            sent += count
        }
    }
}
