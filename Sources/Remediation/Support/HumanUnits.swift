/// Bytes, seconds and money as people read them; only for the edges.
package enum HumanUnits {
    private static let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]

    /// `1.5 GiB`, `300 MiB`, `12 B`.
    package static func bytes(_ count: Int64) -> String {
        var value = Double(count)
        var unit = 0
        while value >= 1_024, unit < units.count - 1 {
            value /= 1_024
            unit += 1
        }
        return "\(number(value)) \(units[unit])"
    }

    /// `45 s`, `12 min`, `3.5 h`, `2 d`.
    package static func seconds(_ count: Double) -> String {
        switch count {
        case ..<90: "\(number(count)) s"
        case ..<5_400: "\(number(count / 60)) min"
        case ..<172_800: "\(number(count / 3_600)) h"
        default: "\(number(count / 86_400)) d"
        }
    }

    /// `$0.0042`, `$1.20`, `$12.30`: two decimals, or two significant digits of less than ten cents.
    package static func dollars(_ amount: Double) -> String {
        guard amount.isFinite else { return "$?" }
        guard amount != 0 else { return "$0" }
        var decimals = 2
        var scale = 0.1
        while abs(amount) < scale, decimals < 8 {
            decimals += 1
            scale /= 10
        }
        return "$" + fixed(amount, decimals: decimals)
    }

    /// A number with up to two decimals and no trailing zeros: `1.5`, `300`, `0.25`.
    package static func number(_ value: Double) -> String {
        guard value.isFinite else { return "?" }
        return text(value, decimals: abs(value) < 10 ? 2 : abs(value) < 100 ? 1 : 0, keepsZeros: false)
    }

    /// `value` with exactly `decimals` digits after the point.
    package static func fixed(_ value: Double, decimals: Int) -> String {
        text(value, decimals: decimals, keepsZeros: true)
    }

    private static func text(_ value: Double, decimals: Int, keepsZeros: Bool) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (abs(value) * scale).rounded()
        guard scaled < 9e15 else {
            let text = "\(value)"
            return !keepsZeros && text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        }
        var (units, decimals, one) = (UInt64(scaled), decimals, UInt64(scale))
        while !keepsZeros, decimals > 0, units.isMultiple(of: 10) { (units, decimals, one) = (units / 10, decimals - 1, one / 10) }
        let sign = value < 0 && units != 0 ? "-" : ""
        guard decimals > 0 else { return sign + String(units) }
        // The one in front keeps the zeros behind the point.
        let fraction = String(units % one + one).dropFirst()
        return "\(sign)\(units / one).\(fraction)"
    }
}
