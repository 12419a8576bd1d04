internal import Remediation

/// Where requests may go: keeps whoever writes an address from reaching what only this machine can (SSRF).
///
/// Names are checked before a request, addresses when its socket is made: a name that changes what it stands for in between
/// (DNS rebinding) gains nothing. Redirects are not followed at all. Addresses of the link (`169.254.0.0/16`, where clouds hand out
/// credentials, and `fe80::/10`), multicast and unspecified ones are refused under every policy.
package struct OutboundPolicy: Hashable, Sendable {
    /// The hosts, `*.example.com` for those below a domain; nil for all.
    package var allowedHosts: [String]?
    /// Whether addresses of private networks and of this machine may be reached.
    package var allowsPrivateAddresses: Bool
    private var allowsSpecialAddresses = false

    /// A policy.
    package init(allowedHosts: [String]?, allowsPrivateAddresses: Bool = true) {
        self.allowedHosts = allowedHosts?.map { Self.normal(host: $0) }
        self.allowsPrivateAddresses = allowsPrivateAddresses
    }

    /// Everything may be reached: for a command that a person runs with an address of their own.
    package static let unrestricted: OutboundPolicy = {
        var policy = OutboundPolicy(allowedHosts: nil)
        policy.allowsSpecialAddresses = true
        return policy
    }()

    /// Whether requests may go to `host`.
    package func admits(host: String) -> Bool {
        guard let allowedHosts else { return true }
        let host = Self.normal(host: host)
        return allowedHosts.contains { pattern in
            pattern.hasPrefix("*.") ? host.hasSuffix(pattern.dropFirst()) && host.utf8.count > pattern.utf8.count - 1 : host == pattern
        }
    }

    /// Whether a connection to an address of `kind` may be made.
    func admits(_ kind: AddressKind) -> Bool {
        switch kind {
        case .global: true
        case .loopback, .privateNetwork: allowsPrivateAddresses
        case .special: allowsSpecialAddresses
        }
    }

    /// - Throws: `SchedulerError`, permanent, when the target's host is not allowed.
    func check(_ target: OutboundTarget) throws(SchedulerError) {
        guard admits(host: target.host) else {
            throw SchedulerError("\(target.host) is not among outbound.allowed-hosts of the policy; add it there", isTransient: false)
        }
    }

    /// The host of an `http` or `https` address; nil when it is none.
    package static func host(of url: String) -> String? {
        (try? OutboundTarget(OutboundRequest(.get, url)))?.host
    }

    /// `host` in lower case, without the brackets of an IPv6 address and without the root's dot.
    static func normal(host: String) -> String {
        var text = host.lowercased()
        if text.hasPrefix("["), text.hasSuffix("]") { text = String(text.dropFirst().dropLast()) }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// Whether `host` is written without escapes and other characters that two readers of a URL could take for different hosts.
    static func isPlain(host: String) -> Bool {
        host.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
            default: "-._:[]".utf8.contains(byte)
            }
        }
    }
}
