import RemediationTesting

/// Expressions with a text that each matches.
enum RandomExpression {
    private static let words = ["quux", "zebra", "Rows", "no", "x", "y", " ", "-", "killed ", "inf", "heart", "beat"]

    /// Elements one after another.
    static func sequence(depth: Int, using random: inout SplitMix64) -> (pattern: String, sample: String) {
        var all = (pattern: "", sample: "")
        for _ in 0..<Int.random(in: 1...5, using: &random) {
            let element = element(depth: depth, using: &random)
            all.pattern += element.pattern
            all.sample += element.sample
        }
        return all
    }

    private static func element(depth: Int, using random: inout SplitMix64) -> (pattern: String, sample: String) {
        switch Int.random(in: 0..<(depth > 0 ? 11 : 8), using: &random) {
        case 0, 1, 2:
            let word = words.randomElement(using: &random) ?? ""
            return (word, word)
        case 3: return ("[ab-d]", "c")
        case 4: return (#"\d+"#, "407")
        case 5: return repeated(("e", "e"), using: &random)
        case 6: return ("[xX](?!lion)", "x")
        case 7: return ("(?<n\(random.next())>|quux )", Bool.random(using: &random) ? "quux " : "")
        default:
            let branches = (0..<Int.random(in: 1...4, using: &random)).map { _ in sequence(depth: depth - 1, using: &random) }
            let chosen = branches.randomElement(using: &random)?.sample ?? ""
            return repeated(("(?:" + branches.map(\.pattern).joined(separator: "|") + ")", chosen), using: &random)
        }
    }

    private static func repeated(
        _ part: (pattern: String, sample: String),
        using random: inout SplitMix64
    ) -> (pattern: String, sample: String) {
        let quantifiers = [
            ("", 1...1), ("", 1...1), ("?", 0...1), ("*", 0...2), ("+", 1...2), ("{2}", 2...2), ("{0,2}", 0...2), ("+?", 1...2),
            ("??", 0...1),
        ]
        let (quantifier, counts) = quantifiers.randomElement(using: &random) ?? ("", 1...1)
        return (part.pattern + quantifier, String(repeating: part.sample, count: Int.random(in: counts, using: &random)))
    }

    /// The text with some letters in the other case.
    static func mixedCase(_ text: String, using random: inout SplitMix64) -> String {
        String(text.map { Bool.random(using: &random) ? Character($0.uppercased()) : $0 })
    }
}
