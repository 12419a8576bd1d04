extension HumanUnits {
    /// Bytes from `64GiB`, `1.5 GB`, `300M`, `1024`; decimal units are powers of 1,000, binary ones and bare letters of 1,024.
    package static func parseBytes(_ text: String) -> Int64? {
        let units: [String: Double] = [
            "": 1, "b": 1, "k": 1_024, "kib": 1_024, "kb": 1e3, "m": 1_048_576, "mib": 1_048_576, "mb": 1e6, "g": 1_073_741_824,
            "gib": 1_073_741_824, "gb": 1e9, "t": 1_099_511_627_776, "tib": 1_099_511_627_776, "tb": 1e12,
            "p": 1_125_899_906_842_624, "pib": 1_125_899_906_842_624, "pb": 1e15,
        ]
        guard let value = parse(text, units: units), value >= 1, value <= Double(Resources.largestBytes) else { return nil }
        return Int64(value)
    }

    /// Seconds from `90`, `90s`, `15m`, `24h`, `7d`.
    package static func parseSeconds(_ text: String) -> Double? {
        parse(text, units: ["": 1, "s": 1, "m": 60, "min": 60, "h": 3_600, "d": 86_400])
    }

    private static func parse(_ text: String, units: [String: Double]) -> Double? {
        let trimmed = text.split(whereSeparator: \.isWhitespace).joined().lowercased()
        let digits = trimmed.prefix { $0.isNumber || $0 == "." }
        guard let number = Double(digits), let unit = units[String(trimmed.dropFirst(digits.count))] else { return nil }
        let value = number * unit
        return value.isFinite && value > 0 ? value : nil
    }
}
