import Dispatch
import Glibc

/// A connection whose bytes a test chooses itself.
enum RawConnection {
    /// A connection that has sent something and waits.
    struct Open {
        fileprivate let socket: Int32

        /// Takes what has come back by now.
        func receive() -> String {
            var buffer = [UInt8](repeating: 0, count: 4_096)
            let count = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        }

        func close() { _ = Glibc.close(socket) }
    }

    /// Sends `text` to a port of this machine and leaves the connection open.
    static func open(port: Int, sending text: String) throws -> Open {
        let socket = try connected(to: port)
        let bytes = Array(text.utf8)
        guard send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { throw CancellationError() }
        return Open(socket: socket)
    }

    private static func connected(to port: Int) throws -> Int32 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard connected == 0 else {
            Glibc.close(socket)
            throw CancellationError()
        }
        return socket
    }

    /// Sends pieces to a port of this machine, `pause` seconds apart, and returns what came back until the other side closed.
    static func exchange(port: Int, _ pieces: [String], pause: Double) async -> String {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: blockingExchange(port: port, pieces, pause: pause)) }
        }
    }

    private static func blockingExchange(port: Int, _ pieces: [String], pause: Double) -> String {
        guard let socket = try? connected(to: port) else { return "" }
        defer { close(socket) }
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        for (index, piece) in pieces.enumerated() {
            if index > 0 { usleep(UInt32(pause * 1e6)) }
            let bytes = Array(piece.utf8)
            guard send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { return "" }
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { return count == 0 ? String(decoding: answer, as: UTF8.self) : "still open" }
            answer += buffer[..<count]
        }
    }
}
