/// A name pattern in which `*` stands for any run of characters, the empty one too.
package struct Glob: Hashable, Sendable {
    private let parts: [Substring]
    private let pattern: String

    /// A pattern.
    package init(_ pattern: String) {
        self.pattern = pattern
        parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
    }

    /// Whether the whole of `name` fits.
    package func matches(_ name: String) -> Bool {
        guard parts.count > 1, let first = parts.first, let last = parts.last else { return pattern == name }
        guard name.hasPrefix(first), name.hasSuffix(last), name.count >= first.count + last.count else { return false }
        var rest = name.dropFirst(first.count).dropLast(last.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let range = rest.firstRange(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }
}
