internal import JSONText

extension Resources {
    /// Reads what the decoder would read; bounds are for the caller to check.
    ///
    /// - Throws: `NotPlain` also for all else that the decoder refuses.
    init(from reader: inout PlainReader) throws(PlainReader.NotPlain) {
        var memoryBytes: Int64?
        var rest = Resources(memoryBytes: 1)
        try reader.object { reader, name throws(PlainReader.NotPlain) in
            switch CodingKeys(rawValue: name) {
            case .memoryBytes: memoryBytes = try reader.integer()
            case .cpus: rest.cpus = try reader.doubleIfPresent() ?? rest.cpus
            case .memoryOverheadBytes: rest.memoryOverheadBytes = try reader.integerIfPresent()
            case .gpus: rest.gpus = try reader.doubleIfPresent()
            case .diskBytes: rest.diskBytes = try reader.integerIfPresent()
            case .timeLimitSeconds: rest.timeLimitSeconds = try reader.doubleIfPresent()
            case .workers: rest.workers = try reader.integerIfPresent()
            case .concurrency: rest.concurrency = try reader.integerIfPresent()
            case nil: throw PlainReader.NotPlain()
            }
        }
        guard let memoryBytes else { throw PlainReader.NotPlain() }
        rest.memoryBytes = memoryBytes
        self = rest
    }
}
