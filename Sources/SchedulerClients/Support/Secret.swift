internal import FoundationEssentials
package import Remediation

/// A key or token that never shows in logs, errors or dumps.
package struct Secret: Hashable, Sendable {
    /// The secret itself.
    package let bytes: [UInt8]

    /// A secret from text.
    package init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// A secret from the first line of a file.
    ///
    /// - Throws: `RemediationError` that names the file when it cannot be read or is empty.
    package init(file path: String) throws(RemediationError) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw RemediationError(.notFound, "the secret's file \(path) cannot be read; create it, readable by this process alone")
        }
        let line = data.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard !line.isEmpty else {
            throw RemediationError(.invalidInput, "the secret's file \(path) is empty; write the secret into its first line")
        }
        bytes = Array(line)
    }

    /// The secret as text, for a header.
    var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<secret>" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
