/// What one attempt of a job may use: the configuration that a scheduler grants and that Mulligan changes.
package struct Resources: Hashable, Sendable {
    /// Memory limit in bytes, at least 1.
    package var memoryBytes: Int64
    /// Processor cores, more than 0.
    package var cpus: Double
    /// Memory beside the main heap (Spark's memory overhead), in bytes.
    package var memoryOverheadBytes: Int64?
    /// Graphics processors.
    package var gpus: Double?
    /// Scratch disk in bytes.
    package var diskBytes: Int64?
    /// Wall-clock limit in seconds.
    package var timeLimitSeconds: Double?
    /// Workers or executors that the job is spread over.
    package var workers: Int?
    /// Tasks that run at the same time within a worker.
    package var concurrency: Int?

    /// A configuration; bytes, cores and seconds.
    package init(
        memoryBytes: Int64,
        cpus: Double = 1,
        memoryOverheadBytes: Int64? = nil,
        gpus: Double? = nil,
        diskBytes: Int64? = nil,
        timeLimitSeconds: Double? = nil,
        workers: Int? = nil,
        concurrency: Int? = nil
    ) {
        self.memoryBytes = memoryBytes
        self.cpus = cpus
        self.memoryOverheadBytes = memoryOverheadBytes
        self.gpus = gpus
        self.diskBytes = diskBytes
        self.timeLimitSeconds = timeLimitSeconds
        self.workers = workers
        self.concurrency = concurrency
    }
}

extension Resources: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case memoryBytes, cpus, memoryOverheadBytes, gpus, diskBytes, timeLimitSeconds, workers, concurrency
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        try self.init(fieldsOf: decoder)
    }

    /// Reads the fields of a configuration from an object that holds others too.
    ///
    /// - Throws: `DecodingError` that names the field.
    package init(fieldsOf decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        memoryBytes = try container.decode(Int64.self, forKey: .memoryBytes, in: 1...Self.largestBytes)
        cpus = try container.decodeIfPresent(Double.self, forKey: .cpus, in: 0.001...1_000_000) ?? 1
        memoryOverheadBytes = try container.decodeIfPresent(Int64.self, forKey: .memoryOverheadBytes, in: 0...Self.largestBytes)
        gpus = try container.decodeIfPresent(Double.self, forKey: .gpus, in: 0...1_000_000)
        diskBytes = try container.decodeIfPresent(Int64.self, forKey: .diskBytes, in: 0...Self.largestBytes)
        timeLimitSeconds = try container.decodeIfPresent(Double.self, forKey: .timeLimitSeconds, in: 0.001...1e10)
        workers = try container.decodeIfPresent(Int.self, forKey: .workers, in: 1...1_000_000)
        concurrency = try container.decodeIfPresent(Int.self, forKey: .concurrency, in: 1...1_000_000)
    }

    /// The largest count of bytes that JSON numbers carry exactly: 2^53.
    package static let largestBytes: Int64 = 1 << 53
}
