internal import Crypto
internal import FoundationEssentials
internal import JSONText

/// A row of the audit log as it is stored: the text that was hashed, byte for byte, and the hash.
package struct AuditRecord: Hashable, Sendable {
    /// Its number, from 1 without gaps.
    package var sequence: Int64
    /// The entry as canonical JSON: sorted keys, no blanks, no hash.
    package var text: String
    /// SHA-256 over the previous record's hash and `text`, 64 hexadecimal digits.
    package var hash: String

    /// What the store keeps beside the text, to find entries by; nil where it is not known.
    package var columns: Columns?

    /// Parts of an entry that a store repeats in columns of their own.
    package struct Columns: Hashable, Sendable {
        /// The event's kind.
        package var kind: String
        /// Its subject.
        package var subject: String
        /// Its actor.
        package var actor: String

        /// Columns as they were read.
        package init(kind: String, subject: String, actor: String) {
            self.kind = kind
            self.subject = subject
            self.actor = actor
        }

        /// The columns of `event`.
        package init(_ event: AuditEvent) {
            self.init(kind: event.kind.rawValue, subject: event.subject, actor: event.actor)
        }
    }

    /// The hash before the first record.
    package static let root = String(repeating: "0", count: 64)

    /// A record as it was read.
    package init(sequence: Int64, text: String, hash: String, columns: Columns? = nil) {
        self.sequence = sequence
        self.text = text
        self.hash = hash
        self.columns = columns
    }

    /// The text of the record that `event` makes, in UTF-8.
    ///
    /// - Throws: `invalidInput` when the event holds a number that JSON does not have.
    package static func text(of event: AuditEvent, sequence: Int64) throws(RemediationError) -> [UInt8] {
        do {
            return try JSONText.bytes(of: AuditEntry(sequence: sequence, event: event, hash: ""))
        } catch {
            throw RemediationError(.invalidInput, "the event cannot be written as JSON; only finite numbers can be stored", cause: error)
        }
    }

    /// The record that `event` makes behind the one with the number and hash in `tail` (0 and `root` at the beginning).
    ///
    /// - Throws: `invalidInput` when the event holds a number that JSON does not have.
    package init(_ event: AuditEvent, after tail: (sequence: Int64, hash: String)) throws(RemediationError) {
        sequence = tail.sequence + 1
        text = String(decoding: try Self.text(of: event, sequence: sequence), as: UTF8.self)
        hash = Self.hash(of: text, after: tail.hash)
        columns = Columns(event)
    }

    private static let digits = Array("0123456789abcdef".utf8)

    /// SHA-256 over the 64 digits of `previous` and the bytes of `text`, as 64 hexadecimal digits.
    package static func hash(of text: String, after previous: String) -> String {
        var (previous, text) = (previous, text)
        var digest = SHA256()
        previous.withUTF8 { digest.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        text.withUTF8 { digest.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        let bytes = digest.finalize()
        return String(unsafeUninitializedCapacity: 2 * SHA256.byteCount) { characters in
            var count = 0
            for byte in bytes {
                characters[count] = digits[Int(byte >> 4)]
                characters[count + 1] = digits[Int(byte & 15)]
                count += 2
            }
            return count
        }
    }

    /// What the text says.
    ///
    /// - Throws: `corrupt` when it is not an entry.
    package func entry() throws(RemediationError) -> AuditEntry {
        do {
            var entry = try JSONDecoder().decode(AuditEntry.self, from: Data(text.utf8))
            entry.hash = hash
            return entry
        } catch {
            throw RemediationError(.corrupt, "audit entry \(sequence) cannot be read; run `mulligan audit verify`", cause: error)
        }
    }

    /// The record as a line of an export: `{"sequence":1,"previous":"...","hash":"...","entry":{...}}`, the entry byte for byte.
    package func line(after previous: String) -> String {
        "{\"sequence\":\(sequence),\"previous\":\"\(previous)\",\"hash\":\"\(hash)\",\"entry\":\(text)}"
    }
}
