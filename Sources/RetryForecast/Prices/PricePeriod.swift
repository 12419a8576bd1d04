package import Remediation

/// When other prices hold: hours of the day, days of the week, dates, machines; what is missing does not matter. Times are UTC.
package struct PricePeriod: Hashable, Sendable {
    /// The days of the week by name, Sunday first.
    static let days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

    /// The machine type that it is about.
    package var machine: String?
    /// The minute of the day from which it holds, 0 to 1439.
    package var fromMinute: Int?
    /// The minute of the day before which it holds; at or before `fromMinute` it is one of the next day.
    package var toMinute: Int?
    /// The days on which it begins, 0 for Sunday; empty for all.
    package var days: Set<Int>
    /// The first moment.
    package var since: Timestamp?
    /// The first moment after it.
    package var until: Timestamp?
    /// What it changes.
    package var change: PriceChange

    /// Whether it holds for `machine` at `moment`.
    func holds(machine: String?, at moment: Timestamp) -> Bool {
        if let wanted = self.machine, wanted != machine { return false }
        if let since, moment < since { return false }
        if let until, moment >= until { return false }
        let minutes = Int((moment.seconds / 60).rounded(.down))
        // Times before 1970 have negative days too.
        let day = Int((Double(minutes) / 1_440).rounded(.down))
        let minute = minutes - day * 1_440
        let weekday = ((day + 4) % 7 + 7) % 7
        let from = fromMinute ?? 0
        let to = toMinute ?? 1_440
        if from < to { return from <= minute && minute < to && isOn(weekday) }
        // Over midnight: the evening of its day or the morning after.
        return minute >= from && isOn(weekday) || minute < to && isOn((weekday + 6) % 7)
    }

    private func isOn(_ weekday: Int) -> Bool { days.isEmpty || days.contains(weekday) }
}

extension PricePeriod: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case machine, from, to, days, since, until
        case gigabyteHour = "gigabyte-hour"
        case coreHour = "core-hour"
        case gpuHour = "gpu-hour"
        case discount
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        machine = try container.decodeIfPresent(String.self, forKey: .machine)
        fromMinute = try Self.minute(container, .from)
        toMinute = try Self.minute(container, .to)
        days = []
        for name in try container.decodeIfPresent([String].self, forKey: .days) ?? [] {
            guard let day = Self.days.firstIndex(of: String(name.lowercased().prefix(3))) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .days,
                    in: container,
                    debugDescription: "\"\(name.prefix(20))\" is no day; write \(Self.days.joined(separator: ", "))"
                )
            }
            days.insert(day)
        }
        since = try Self.moment(container, .since)
        until = try Self.moment(container, .until)
        change = try PriceChange(fieldsOf: decoder)
    }

    private static func minute(_ container: KeyedDecodingContainer<CodingKeys>, _ key: CodingKeys) throws -> Int? {
        guard let text = try container.decodeIfPresent(String.self, forKey: key) else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let hour = parts[0], let minute = parts[1], (0...24).contains(hour), (0...59).contains(minute),
            hour * 60 + minute <= 1_440
        else {
            throw DecodingError.dataCorruptedError(
                forKey: key,
                in: container,
                debugDescription: "\"\(text.prefix(20))\" is no time of day; write one such as \"22:00\", in quotes"
            )
        }
        return hour * 60 + minute
    }

    private static func moment(_ container: KeyedDecodingContainer<CodingKeys>, _ key: CodingKeys) throws -> Timestamp? {
        guard let text = try container.decodeIfPresent(String.self, forKey: key) else { return nil }
        guard let moment = Timestamp(parsing: text) else {
            throw DecodingError.dataCorruptedError(
                forKey: key,
                in: container,
                debugDescription: "\"\(text.prefix(40))\" is no moment; write one such as \"2026-12-01T00:00:00Z\", in quotes"
            )
        }
        return moment
    }
}
