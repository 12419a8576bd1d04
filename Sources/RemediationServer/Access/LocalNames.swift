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
        if lower.hasPrefix("["), let end = lower.firstIndex(of: "]") { return String(lower[lower.index(after: lower.startIndex)..<end]) }
        return lower.split(separator: ":", omittingEmptySubsequences: false).first.map(String.init) ?? lower
    }

    /// Whether `name` is one of 127.0.0.0/8, in its plain form.
    private static func isLoopbackV4(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { (1...3).contains($0.count) && UInt8($0) != nil }
    }
}
