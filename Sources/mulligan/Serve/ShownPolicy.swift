internal import Crypto
internal import Foundation

/// The text of a policy file as pages and the audit log show it.
enum ShownPolicy {
    /// `text` with every address cut after its host, because the rest may hold a token; a hash tells changes of what is left out.
    static func text(of text: String) -> String {
        let shown = text.replacing(/(https?:\/\/)(?:[^\s\/@"']*@)?([^\s\/"',\]}]+)\/[^\s"',\]}]+/) { "\($0.output.1)\($0.output.2)/…" }
        guard shown != text else { return text }
        let hash = SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
        return shown + (shown.hasSuffix("\n") ? "" : "\n") + "# Addresses are cut after their hosts. SHA-256 of the whole file: \(hash)\n"
    }
}
