import RemediationTesting

/// Texts from seeds.
enum RandomText {
    /// Random digits, of which packing saves little more than half.
    static func digits(_ count: Int, seed: UInt64) -> String {
        var generator = SplitMix64(seed: seed)
        return String(decoding: (0..<count).map { _ in UInt8.random(in: 48...57, using: &generator) }, as: UTF8.self)
    }

    /// A text of at most `bytes` bytes: lines that repeat more or less, with characters of one to four bytes and control characters.
    static func lines(_ bytes: Int, using generator: inout SplitMix64) -> String {
        let alphabet = Array("abcdefghijklmnop 0123456789{}\":,\\\u{0}\u{7f}\täß€漢😀")
        let words = (0..<Int.random(in: 1...200, using: &generator)).map { _ in
            String((0..<Int.random(in: 0...40, using: &generator)).map { _ in alphabet.randomElement(using: &generator) ?? " " })
        }
        var text = ""
        while text.utf8.count < bytes { text += (words.randomElement(using: &generator) ?? "") + "\n" }
        while text.utf8.count > bytes { text.removeLast() }
        return text
    }
}
