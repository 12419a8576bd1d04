internal import Remediation

/// Amounts in words.
enum MemoryText {
    /// Bytes as a person would write them: `11.2 GiB`.
    static func bytes(_ value: Double) -> String {
        HumanUnits.bytes(Int64(min(max(value, 0), Double(Resources.largestBytes))))
    }

    /// Three significant digits.
    static func number(_ value: Double) -> String {
        let magnitude = abs(value)
        if magnitude >= 99.95 || magnitude == 0 { return String(Int(value.rounded())) }
        let scale = magnitude >= 9.995 ? 10.0 : 100.0
        let text = String((value * scale).rounded() / scale)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// A probability: two digits, never a certainty.
    static func probability(_ value: Double) -> String {
        if value > 0.995 { return "over 0.99" }
        if value < 0.005 { return "under 0.01" }
        return String((value * 100).rounded() / 100)
    }
}
