/// Tells names and addresses of this machine alone from others.
package enum LocalNames {
    /// Whether a service that listens at `host` can be reached from this machine alone.
    package static func isLoopback(_ host: String) -> Bool {
        let name = host.lowercased()
        return name == "localhost" || name == "::1" || name == "[::1]" || isLoopbackV4(name)
    }

    /// Whether `authority` (a `Host` header: name or address, and perhaps a port) names this machine.
    static func isLocal(_ authority: String) -> Bool { isLoopback(host(of: authority)) }

    /// The host of an authority, in lower case, without port and brackets.
    static func host(of authority: String) -> String {
        let lower = authority.lowercased()
        let bytes = lower.utf8
        // Where a mark beyond ASCII stands, it may belong to the character before it.
        guard bytes.allSatisfy({ $0 < 0x80 }) else { return lower }
        if bytes.first == UInt8(ascii: "["), let end = bytes.firstIndex(of: UInt8(ascii: "]")) {
            return String(lower[bytes.index(after: bytes.startIndex)..<end])
        }
        return String(lower[..<(bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex)])
    }

    /// Whether `name` is one of 127.0.0.0/8, in its plain form.
    private static func isLoopbackV4(_ name: String) -> Bool {
        var (parts, digits, value) = (1, 0, 0)
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
                guard digits <= 3, value <= 255 else { return false }
            case UInt8(ascii: "."):
                guard digits > 0, parts > 1 || value == 127 else { return false }
                (parts, digits, value) = (parts + 1, 0, 0)
            default: return false
            }
        }
        return parts == 4 && digits > 0
    }
}
