internal import FoundationEssentials
internal import Remediation

/// The part of a URL that errors may show, and the check that a request can be sent at all.
struct OutboundTarget: Hashable, Sendable {
    /// `scheme://host:port`: paths, queries and user information may hold secrets.
    let origin: String
    /// The host, in lower case.
    let host: String

    /// Checks `request` before libcurl sees it.
    ///
    /// - Throws: `SchedulerError`, permanent, which names what to write instead.
    init(_ request: OutboundRequest) throws(SchedulerError) {
        guard let parts = URLComponents(string: request.url), let scheme = parts.scheme?.lowercased(), let host = parts.host, !host.isEmpty,
            scheme == "http" || scheme == "https", request.url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") }),
            OutboundPolicy.isPlain(host: host)
        else {
            throw SchedulerError("the URL cannot be used; write http://HOST[:PORT]/PATH or https://...", isTransient: false)
        }
        self.host = OutboundPolicy.normal(host: host)
        origin = "\(scheme)://\(host)\(parts.port.map { ":\($0)" } ?? "")"
        for (name, value) in request.headers {
            guard !name.isEmpty, name.utf8.allSatisfy(Self.isTokenByte) else {
                throw SchedulerError("a header's name has characters that HTTP does not allow", isTransient: false)
            }
            guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }) else {
                throw SchedulerError("the value of header \(name) holds control characters; remove line ends from it", isTransient: false)
            }
        }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
