package import JSONText

extension Attempt: PlainReadable {
    package init(from reader: inout PlainReader) throws(PlainReader.NotPlain) {
        var job: String?
        var requested: Resources?
        var result: Result?
        var rest = Attempt(job: "", requested: Resources(memoryBytes: 1), result: .succeeded)
        try reader.object { reader, name throws(PlainReader.NotPlain) in
            switch CodingKeys(rawValue: name) {
            case .job: job = try reader.text()
            case .runId: rest.runId = try reader.textIfPresent()
            case .attempt: rest.attempt = try reader.integerIfPresent() ?? rest.attempt
            case .engine: rest.engine = try reader.textIfPresent()
            case .requested: requested = try Resources(from: &reader)
            case .inputBytes: rest.inputBytes = try reader.doubleIfPresent()
            case .result: result = try reader.value(of: Result.init(rawValue:))
            case .failureClass: rest.failureClass = try reader.valueIfPresent(of: FailureClass.init(rawValue:))
            case .peakMemoryBytes: rest.peakMemoryBytes = try reader.integerIfPresent()
            case .runSeconds: rest.runSeconds = try reader.doubleIfPresent()
            case .cpuSeconds: rest.cpuSeconds = try reader.doubleIfPresent()
            case .labels: rest.labels = try reader.textsIfPresent() ?? rest.labels
            case .capped: rest.capped = try reader.truthIfPresent() ?? rest.capped
            case .endedAt: rest.endedAt = try reader.valueIfPresent(of: Timestamp.init(parsing:))
            // Rare, or not known.
            case .event, nil: throw PlainReader.NotPlain()
            }
        }
        guard let job, let requested, let result else { throw PlainReader.NotPlain() }
        (rest.job, rest.requested, rest.result) = (job, requested, result)
        guard rest.isWithinBounds else { throw PlainReader.NotPlain() }
        self = rest
    }
}
