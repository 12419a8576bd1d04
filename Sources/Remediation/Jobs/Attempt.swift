package import JSONText

/// Any finished attempt of a job, good or bad: the history from which the models learn.
package struct Attempt: Hashable, Sendable {
    /// How an attempt ended.
    package enum Result: String, Codable, Sendable, CaseIterable {
        case succeeded
        case failed
    }

    /// The job's stable name.
    package var job: String
    /// The run that it belongs to, where the scheduler names runs.
    package var runId: String?
    /// The number of this attempt within the run, from 1.
    package var attempt: Int
    /// The engine or scheduler that ran it.
    package var engine: String?
    /// What it was granted.
    package var requested: Resources
    /// The size of the input in bytes, where it was known before the run.
    package var inputBytes: Double?
    /// How it ended.
    package var result: Result
    /// Why it failed, of a failed attempt.
    package var failureClass: FailureClass?
    /// The most memory in use, in bytes; of a killed attempt no more than a lower bound.
    package var peakMemoryBytes: Int64?
    /// How long it ran, in seconds.
    package var runSeconds: Double?
    /// Processor time over all its cores, in core-seconds.
    package var cpuSeconds: Double?
    /// Names by which jobs are related.
    package var labels: [String: String]
    /// Whether a capacity cap lowered the limit below what the forecast asked for.
    package var capped: Bool
    /// When it ended.
    package var endedAt: Timestamp?

    /// A finished attempt.
    package init(
        job: String,
        runId: String? = nil,
        attempt: Int = 1,
        engine: String? = nil,
        requested: Resources,
        inputBytes: Double? = nil,
        result: Result,
        failureClass: FailureClass? = nil,
        peakMemoryBytes: Int64? = nil,
        runSeconds: Double? = nil,
        cpuSeconds: Double? = nil,
        labels: [String: String] = [:],
        capped: Bool = false,
        endedAt: Timestamp? = nil
    ) {
        self.job = job
        self.runId = runId
        self.attempt = attempt
        self.engine = engine
        self.requested = requested
        self.inputBytes = inputBytes
        self.result = result
        self.failureClass = failureClass
        self.peakMemoryBytes = peakMemoryBytes
        self.runSeconds = runSeconds
        self.cpuSeconds = cpuSeconds
        self.labels = labels
        self.capped = capped
        self.endedAt = endedAt
    }
}

extension Attempt: Decodable, MemberEncodable {
    /// `event` is allowed so that a line of `mulligan advise` is a body of `POST /v1/attempts` too.
    enum CodingKeys: String, CodingKey, CaseIterable {
        case event, job, runId, attempt, engine, requested, inputBytes, result, failureClass, peakMemoryBytes, runSeconds, cpuSeconds
        case labels, capped, endedAt
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let event = try container.decodeIfPresent(String.self, forKey: .event), event != "attempt" {
            throw DecodingError.dataCorruptedError(forKey: .event, in: container, debugDescription: "must be \"attempt\" here")
        }
        job = try container.decodeName(forKey: .job)
        runId = try container.decodeNameIfPresent(forKey: .runId)
        attempt = try container.decodeIfPresent(Int.self, forKey: .attempt, in: Bounds.attempts) ?? 1
        engine = try container.decodeNameIfPresent(forKey: .engine, limit: Bounds.engine)
        requested = try container.decode(Resources.self, forKey: .requested)
        inputBytes = try container.decodeIfPresent(Double.self, forKey: .inputBytes, in: Bounds.input)
        result = try container.decode(Result.self, forKey: .result)
        failureClass = try container.decodeIfPresent(FailureClass.self, forKey: .failureClass)
        peakMemoryBytes = try container.decodeIfPresent(Int64.self, forKey: .peakMemoryBytes, in: Bounds.bytes)
        runSeconds = try container.decodeIfPresent(Double.self, forKey: .runSeconds, in: Bounds.seconds)
        cpuSeconds = try container.decodeIfPresent(Double.self, forKey: .cpuSeconds, in: Bounds.coreSeconds)
        labels = try container.decodeIfPresent([String: String].self, forKey: .labels) ?? [:]
        capped = try container.decodeIfPresent(Bool.self, forKey: .capped) ?? false
        endedAt = try container.decodeIfPresent(Timestamp.self, forKey: .endedAt)
        try Labels.check(labels, at: container.codingPath + [CodingKeys.labels])
    }

    package func write(to members: inout MemberWriter) throws {
        try members.add("attempt", attempt)
        try members.add("capped", ifTrue: capped)
        try members.add("cpuSeconds", cpuSeconds)
        try members.add("endedAt", endedAt?.formatted)
        try members.add("engine", engine)
        try members.add("failureClass", failureClass?.rawValue)
        try members.add("inputBytes", inputBytes)
        try members.add("job", job)
        try members.add("labels", encoding: labels.isEmpty ? nil : labels)
        try members.add("peakMemoryBytes", peakMemoryBytes)
        try members.add("requested", encoding: requested)
        try members.add("result", result.rawValue)
        try members.add("runId", runId)
        try members.add("runSeconds", runSeconds)
    }
}

extension Attempt: Bounded {
    package var isWithinBounds: Bool {
        Bounds.isName(job) && runId.map { Bounds.isName($0) } ?? true && Bounds.attempts.contains(attempt)
            && engine.map { Bounds.isName($0, limit: Bounds.engine) } ?? true && requested.isWithinBounds
            && Bounds.input.admits(inputBytes) && Bounds.bytes.admits(peakMemoryBytes) && Bounds.seconds.admits(runSeconds)
            && Bounds.coreSeconds.admits(cpuSeconds) && Labels.areWithinBounds(labels)
            && Bounds.milliseconds.admits(endedAt?.milliseconds)
    }
}
