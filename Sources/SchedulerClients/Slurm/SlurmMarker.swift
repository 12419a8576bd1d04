/// The mark that Mulligan leaves in a job's comment, by which it knows a repair that it has begun.
struct SlurmMarker: Hashable, Sendable {
    /// `mulligan:KEY`, in characters that need no quoting in a comment.
    let text: String

    private static let prefix = "mulligan:"

    /// The mark of an idempotency key.
    init(idempotencyKey: String) {
        let safe = idempotencyKey.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            return byte < 128 && (character.isLetter || character.isNumber || character == "-" || character == "_") ? character : "."
        }
        text = Self.prefix + String(safe)
    }

    /// Whether the mark is one of the words of `comment`.
    func isIn(_ comment: String) -> Bool {
        comment.split(separator: " ").contains { $0 == text }
    }

    /// `comment` with this mark behind those of other repairs, which a second sending of theirs is to find.
    func appended(to comment: String) -> String { comment.isEmpty ? text : isIn(comment) ? comment : "\(comment) \(text)" }

    /// `comment` with this mark in place of an older one; what others wrote stays.
    func added(to comment: String) -> String {
        let kept = comment.split(separator: " ").filter { !$0.hasPrefix(Self.prefix) }
        return (kept.map(String.init) + [text]).joined(separator: " ")
    }
}
