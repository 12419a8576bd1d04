internal import Crypto
internal import Foundation

/// The text of a policy file as pages and the audit log show it.
enum ShownPolicy {
    /// `text` with every address cut after its host, because the rest may hold a token; a hash tells changes of what is left out.
    static func text(of text: String) -> String {
        // To where no address goes on, in whatever YAML quotes or lists it: to cut too much shows nothing.
        let shown = text.replacing(/([Hh][Tt][Tt][Pp][Ss]?:\/\/)([^\s"]*)/) { "\($0.output.1)\(cut($0.output.2))" }
        guard shown != text else { return text }
        let hash = SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
        return shown + (shown.hasSuffix("\n") ? "" : "\n") + "# Addresses are cut after their hosts. SHA-256 of the whole file: \(hash)\n"
    }

    /// What is shown of an address behind its scheme: all of a host alone, else the host and `/…`; `…` where no host can be told.
    private static func cut(_ rest: Substring) -> String {
        // They close a text or list of YAML.
        let closing = String(rest.reversed().prefix { "',]}".contains($0) }.reversed())
        let address = rest.dropLast(closing.count)
        let authority = address.prefix { !"/?#".contains($0) }
        // A name before the host may hold a password.
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        // The bracket that ends an IPv6 address may be among those that close a list.
        guard host.wholeMatch(of: /(?:[A-Za-z0-9._\-]+|\[[0-9A-Fa-f:.%]+\]?)(?::[0-9]{1,5})?/) != nil else { return "…\(closing)" }
        let isBare = host == authority && ["", "/"].contains(address.dropFirst(authority.count))
        return isBare ? String(rest) : "\(host)/…\(closing)"
    }
}
