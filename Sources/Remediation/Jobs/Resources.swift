package import JSONText

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

extension Resources: Decodable, MemberEncodable {
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
        memoryBytes = try container.decode(Int64.self, forKey: .memoryBytes, in: Bounds.memory)
        cpus = try container.decodeIfPresent(Double.self, forKey: .cpus, in: Bounds.cores) ?? 1
        memoryOverheadBytes = try container.decodeIfPresent(Int64.self, forKey: .memoryOverheadBytes, in: Bounds.bytes)
        gpus = try container.decodeIfPresent(Double.self, forKey: .gpus, in: Bounds.gpus)
        diskBytes = try container.decodeIfPresent(Int64.self, forKey: .diskBytes, in: Bounds.bytes)
        timeLimitSeconds = try container.decodeIfPresent(Double.self, forKey: .timeLimitSeconds, in: Bounds.timeLimits)
        workers = try container.decodeIfPresent(Int.self, forKey: .workers, in: Bounds.workers)
        concurrency = try container.decodeIfPresent(Int.self, forKey: .concurrency, in: Bounds.workers)
    }

    package func write(to members: inout MemberWriter) throws {
        try members.add("concurrency", concurrency)
        try members.add("cpus", cpus)
        try members.add("diskBytes", diskBytes)
        try members.add("gpus", gpus)
        try members.add("memoryBytes", memoryBytes)
        try members.add("memoryOverheadBytes", memoryOverheadBytes)
        try members.add("timeLimitSeconds", timeLimitSeconds)
        try members.add("workers", workers)
    }

    /// The largest count of bytes that JSON numbers carry exactly: 2^53.
    package static let largestBytes: Int64 = 1 << 53
}

extension Resources: Bounded {
    package var isWithinBounds: Bool {
        Bounds.memory.contains(memoryBytes) && Bounds.cores.contains(cpus) && Bounds.bytes.admits(memoryOverheadBytes)
            && Bounds.gpus.admits(gpus) && Bounds.bytes.admits(diskBytes) && Bounds.timeLimits.admits(timeLimitSeconds)
            && Bounds.workers.admits(workers) && Bounds.workers.admits(concurrency)
    }
}
