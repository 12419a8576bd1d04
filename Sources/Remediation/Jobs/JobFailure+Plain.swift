package import JSONText

extension JobFailure: PlainReadable {
    package init(from reader: inout PlainReader) throws(PlainReader.NotPlain) {
        var job: String?
        var runId: String?
        var engine: String?
        var resources: Resources?
        var rest = JobFailure(job: "", runId: "", engine: "", resources: Resources(memoryBytes: 1))
        try reader.object { reader, name throws(PlainReader.NotPlain) in
            switch CodingKeys(rawValue: name) {
            case .job: job = try reader.text()
            case .runId: runId = try reader.text()
            case .attempt: rest.attempt = try reader.integerIfPresent() ?? rest.attempt
            case .engine: engine = try reader.text()
            case .schedulerState: rest.schedulerState = try reader.textIfPresent()
            case .exitCode: rest.exitCode = try reader.integerIfPresent()
            case .signal: rest.signal = try reader.integerIfPresent().map { Signal(number: $0) }
            case .log: rest.log = try reader.textIfPresent() ?? rest.log
            case .resources: resources = try Resources(from: &reader)
            case .runSeconds: rest.runSeconds = try reader.doubleIfPresent()
            case .peakMemoryBytes: rest.peakMemoryBytes = try reader.integerIfPresent()
            case .inputBytes: rest.inputBytes = try reader.doubleIfPresent()
            case .labels: rest.labels = try reader.textsIfPresent() ?? rest.labels
            // Rare, or not known.
            case .limits, .podStatus, nil: throw PlainReader.NotPlain()
            }
        }
        guard let job, let runId, let engine, let resources else { throw PlainReader.NotPlain() }
        (rest.job, rest.runId, rest.engine, rest.resources) = (job, runId, engine, resources)
        guard rest.isWithinBounds else { throw PlainReader.NotPlain() }
        self = rest
    }
}
