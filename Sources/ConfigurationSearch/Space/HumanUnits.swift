/// Numbers as people read them, without a locale.
enum HumanUnits {
    /// Bytes in binary multiples: `1.5 GB`.
    static func bytes(_ value: Double) -> String {
        var scaled = value
        var unit = 0
        let names = ["B", "KB", "MB", "GB", "TB", "PB"]
        while abs(scaled) >= 1024, unit < names.count - 1 {
            scaled /= 1024
            unit += 1
        }
        return "\(number(scaled)) \(names[unit])"
    }

    /// Seconds in the largest unit that leaves at least one: `90 s`, `2 min`, `1.5 h`.
    static func seconds(_ value: Double) -> String {
        switch abs(value) {
        case ..<120: "\(number(value)) s"
        case ..<7200: "\(number(value / 60)) min"
        default: "\(number(value / 3600)) h"
        }
    }

    /// Up to three significant figures and no trailing zeros.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "\(value)" }
        let magnitude = abs(value)
        // Above 2^53 a Double has no fraction left to round, and Int64 would soon overflow.
        guard magnitude < 9e15 else { return "\(value)" }
        if magnitude >= 100 || magnitude == magnitude.rounded() { return "\(Int64(value.rounded()))" }
        if magnitude < 0.001 { return "\(value)" }
        let digits: Double = magnitude >= 10 ? 10 : magnitude >= 1 ? 100 : magnitude >= 0.1 ? 1000 : 100_000
        let rounded = (value * digits).rounded() / digits
        return rounded == rounded.rounded() ? "\(Int64(rounded))" : "\(rounded)"
    }
}
