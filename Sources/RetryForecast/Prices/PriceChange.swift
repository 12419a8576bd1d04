internal import Remediation

/// What differs from the prices before it; what is missing stays.
package struct PriceChange: Hashable, Sendable, Decodable {
    /// USD for a GB (1e9 bytes) of memory held for an hour.
    package var gigabyteHour: Double?
    /// USD for a core held for an hour.
    package var coreHour: Double?
    /// USD for a graphics processor held for an hour.
    package var gpuHour: Double?
    /// The share that is taken off every price, from 0 to below 1: spot capacity.
    package var discount: Double?

    /// A change.
    package init(gigabyteHour: Double? = nil, coreHour: Double? = nil, gpuHour: Double? = nil, discount: Double? = nil) {
        self.gigabyteHour = gigabyteHour
        self.coreHour = coreHour
        self.gpuHour = gpuHour
        self.discount = discount
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case gigabyteHour = "gigabyte-hour"
        case coreHour = "core-hour"
        case gpuHour = "gpu-hour"
        case discount
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        try self.init(fieldsOf: decoder)
    }

    /// Reads the prices of an object that holds other fields too.
    init(fieldsOf decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        gigabyteHour = try container.decodeIfPresent(Double.self, forKey: .gigabyteHour, in: 0...1e6)
        coreHour = try container.decodeIfPresent(Double.self, forKey: .coreHour, in: 0...1e6)
        gpuHour = try container.decodeIfPresent(Double.self, forKey: .gpuHour, in: 0...1e6)
        discount = try container.decodeIfPresent(Double.self, forKey: .discount, in: 0...0.999)
    }

    /// `book` with this change made.
    func applied(to book: PriceBook) -> PriceBook {
        PriceBook(
            gigabyteHour: gigabyteHour ?? book.gigabyteHour,
            coreHour: coreHour ?? book.coreHour,
            gpuHour: gpuHour ?? book.gpuHour,
            discount: discount ?? book.discount
        )
    }
}
