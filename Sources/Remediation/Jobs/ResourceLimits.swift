/// The most that a queue or node can grant; a need beyond it cannot be met by another try.
package struct ResourceLimits: Hashable, Sendable {
    /// Most memory in bytes.
    package var memoryBytes: Int64?
    /// Most processor cores.
    package var cpus: Double?
    /// Longest wall-clock limit in seconds.
    package var timeLimitSeconds: Double?
    /// Most scratch disk in bytes.
    package var diskBytes: Int64?

    /// Limits; nil means none is known.
    package init(memoryBytes: Int64? = nil, cpus: Double? = nil, timeLimitSeconds: Double? = nil, diskBytes: Int64? = nil) {
        self.memoryBytes = memoryBytes
        self.cpus = cpus
        self.timeLimitSeconds = timeLimitSeconds
        self.diskBytes = diskBytes
    }
}

extension ResourceLimits: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case memoryBytes, cpus, timeLimitSeconds, diskBytes
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        memoryBytes = try container.decodeIfPresent(Int64.self, forKey: .memoryBytes, in: Bounds.memory)
        cpus = try container.decodeIfPresent(Double.self, forKey: .cpus, in: Bounds.cores)
        timeLimitSeconds = try container.decodeIfPresent(Double.self, forKey: .timeLimitSeconds, in: Bounds.timeLimits)
        diskBytes = try container.decodeIfPresent(Int64.self, forKey: .diskBytes, in: Bounds.bytes)
    }
}

extension ResourceLimits: Bounded {
    package var isWithinBounds: Bool {
        Bounds.memory.admits(memoryBytes) && Bounds.cores.admits(cpus) && Bounds.timeLimits.admits(timeLimitSeconds)
            && Bounds.bytes.admits(diskBytes)
    }
}
