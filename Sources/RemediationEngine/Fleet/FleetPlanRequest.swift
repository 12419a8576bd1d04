package import Remediation

/// A question about many pending retries at once: which should run now, and with what, under shared totals.
package struct FleetPlanRequest: Hashable, Sendable {
    /// The totals that the retries share; nil means that there is plenty.
    package struct Capacity: Hashable, Sendable, Codable {
        /// Memory in bytes.
        package var memoryBytes: Double?
        /// Processor cores.
        package var cpus: Double?
        /// Money in USD.
        package var costUSD: Double?

        /// Totals.
        package init(memoryBytes: Double? = nil, cpus: Double? = nil, costUSD: Double? = nil) {
            self.memoryBytes = memoryBytes
            self.cpus = cpus
            self.costUSD = costUSD
        }

        enum CodingKeys: String, CodingKey, CaseIterable {
            case memoryBytes, cpus, costUSD
        }

        package init(from decoder: any Decoder) throws {
            try decoder.refuseUnknownFields(CodingKeys.self)
            let container = try decoder.container(keyedBy: CodingKeys.self)
            memoryBytes = try container.decodeIfPresent(Double.self, forKey: .memoryBytes, in: 0...1e21)
            cpus = try container.decodeIfPresent(Double.self, forKey: .cpus, in: 0...1e12)
            costUSD = try container.decodeIfPresent(Double.self, forKey: .costUSD, in: 0...1e15)
        }
    }

    /// The most jobs that one plan may hold: with all that the contract's example says of each, their body fits into the server's memory.
    package static let mostJobs = 100_000

    /// What a success may be worth, in USD.
    package static let values = 1e-9...1e12

    /// The pending retries.
    package var jobs: [AdviceRequest]
    /// The totals that they share.
    package var capacity: Capacity
    /// What a success is worth, in USD, more than 0.
    package var valueUSD: Double

    /// A question.
    package init(jobs: [AdviceRequest], capacity: Capacity, valueUSD: Double = 1) {
        self.jobs = jobs
        self.capacity = capacity
        self.valueUSD = valueUSD
    }
}

extension FleetPlanRequest: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case jobs, capacity, valueUSD
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        jobs = try container.decode([AdviceRequest].self, forKey: .jobs)
        capacity = try container.decodeIfPresent(Capacity.self, forKey: .capacity) ?? Capacity()
        valueUSD = try container.decodeIfPresent(Double.self, forKey: .valueUSD, in: Self.values) ?? 1
        guard jobs.count <= Self.mostJobs else {
            throw DecodingError.dataCorruptedError(
                forKey: .jobs,
                in: container,
                debugDescription: "holds \(jobs.count) jobs; a plan takes at most \(Self.mostJobs), split it"
            )
        }
    }
}
