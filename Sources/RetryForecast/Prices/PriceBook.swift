package import Remediation

/// What resources cost, in USD.
package struct PriceBook: Codable, Hashable, Sendable {
    /// USD for a GB (1e9 bytes) of memory held for an hour.
    package var gigabyteHour: Double
    /// USD for a core held for an hour.
    package var coreHour: Double
    /// USD for a graphics processor held for an hour.
    package var gpuHour: Double
    /// The share that is taken off every price, from 0 to below 1: spot capacity.
    package var discount: Double

    /// Prices; by default about what the large clouds ask on demand.
    package init(gigabyteHour: Double = 0.0045, coreHour: Double = 0.033, gpuHour: Double = 0.9, discount: Double = 0) {
        self.gigabyteHour = gigabyteHour
        self.coreHour = coreHour
        self.gpuHour = gpuHour
        self.discount = discount
    }

    /// The price of holding `resources` for an hour, in USD.
    package func hourly(_ resources: Resources) -> Double {
        hourly(resources, containerBytes: resources.containerBytes, cpus: resources.cpus)
    }

    /// The price of holding `resources` with another container, in bytes, and other cores for an hour, in USD.
    package func hourly(_ resources: Resources, containerBytes: Int64, cpus: Double) -> Double {
        let one = Double(containerBytes) / 1e9 * gigabyteHour + cpus * coreHour + (resources.gpus ?? 0) * gpuHour
        return one * Double(resources.workers ?? 1) * (1 - discount)
    }

    /// The price of holding `resources` for `seconds`, in USD.
    package func cost(_ resources: Resources, seconds: Double) -> Double { hourly(resources) * seconds / 3_600 }
}
