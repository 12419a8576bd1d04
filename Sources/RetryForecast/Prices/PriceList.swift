package import Remediation

/// What resources cost by machine type and time: general prices, those of machine types, and periods in which others hold.
package struct PriceList: Hashable, Sendable {
    /// The label of a job that names the machine type it runs on.
    package static let machineLabel = "machineType"

    /// The prices where nothing else is said.
    package var base: PriceBook
    /// What differs for a machine type.
    package var machines: [String: PriceChange]
    /// When other prices hold; of several that hold at once the later ones win.
    package var periods: [PricePeriod]

    /// A list; by default the same prices everywhere and always.
    package init(_ base: PriceBook = PriceBook(), machines: [String: PriceChange] = [:], periods: [PricePeriod] = []) {
        self.base = base
        self.machines = machines
        self.periods = periods
    }

    /// The prices for a machine type, where it is known, at a moment.
    package func book(machine: String?, at moment: Timestamp) -> PriceBook {
        var book = base
        if let machine, let change = machines[machine] { book = change.applied(to: book) }
        for period in periods where period.holds(machine: machine, at: moment) { book = period.change.applied(to: book) }
        return book
    }
}

extension PriceList: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case gigabyteHour = "gigabyte-hour"
        case coreHour = "core-hour"
        case gpuHour = "gpu-hour"
        case discount, machines, periods
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try PriceChange(fieldsOf: decoder).applied(to: PriceBook()),
            machines: try container.decodeIfPresent([String: PriceChange].self, forKey: .machines) ?? [:],
            periods: try container.decodeIfPresent([PricePeriod].self, forKey: .periods) ?? []
        )
    }
}
