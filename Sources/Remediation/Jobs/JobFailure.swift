package import JSONText

/// One failed attempt of a job, as a scheduler posts it.
package struct JobFailure: Hashable, Sendable {
    /// The job's stable name: the same from run to run.
    package var job: String
    /// This run of the job: the scheduler's identifier.
    package var runId: String
    /// The number of this attempt within the run, from 1.
    package var attempt: Int
    /// The engine or scheduler that ran it: `slurm`, `spark`, `kubernetes`, `airflow`, ...
    package var engine: String
    /// The scheduler's own word for the end: `OUT_OF_MEMORY`, `OOMKilled`, `failed`, ...
    package var schedulerState: String?
    /// The process's exit status, from -65,536 to 65,536.
    package var exitCode: Int?
    /// The signal that ended the process.
    package var signal: Signal?
    /// The output of the attempt; may be empty.
    package var log: String
    /// What the attempt was granted.
    package var resources: Resources
    /// How long the attempt ran, in seconds.
    package var runSeconds: Double?
    /// The most memory that was seen in use, in bytes; of a killed attempt no more than a lower bound.
    package var peakMemoryBytes: Int64?
    /// The size of the input, in bytes, where the scheduler knew it before the run.
    package var inputBytes: Double?
    /// The most that the queue or node can grant.
    package var limits: ResourceLimits?
    /// Names by which jobs are related: process, family, dataset, queue, ...
    package var labels: [String: String]
    /// Kubernetes' status of the pod, as its API writes it.
    package var podStatus: JSONValue?

    /// A failed attempt.
    package init(
        job: String,
        runId: String,
        attempt: Int = 1,
        engine: String,
        schedulerState: String? = nil,
        exitCode: Int? = nil,
        signal: Signal? = nil,
        log: String = "",
        resources: Resources,
        runSeconds: Double? = nil,
        peakMemoryBytes: Int64? = nil,
        inputBytes: Double? = nil,
        limits: ResourceLimits? = nil,
        labels: [String: String] = [:],
        podStatus: JSONValue? = nil
    ) {
        self.job = job
        self.runId = runId
        self.attempt = attempt
        self.engine = engine
        self.schedulerState = schedulerState
        self.exitCode = exitCode
        self.signal = signal
        self.log = log
        self.resources = resources
        self.runSeconds = runSeconds
        self.peakMemoryBytes = peakMemoryBytes
        self.inputBytes = inputBytes
        self.limits = limits
        self.labels = labels
        self.podStatus = podStatus
    }
}

extension JobFailure: Decodable, MemberEncodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case job, runId, attempt, engine, schedulerState, exitCode, signal, log, resources, runSeconds, peakMemoryBytes, inputBytes
        case limits, labels, podStatus
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        job = try container.decodeName(forKey: .job)
        runId = try container.decodeName(forKey: .runId)
        attempt = try container.decodeIfPresent(Int.self, forKey: .attempt, in: Bounds.attempts) ?? 1
        engine = try container.decodeName(forKey: .engine, limit: Bounds.engine)
        schedulerState = try container.decodeNameIfPresent(forKey: .schedulerState)
        exitCode = try container.decodeIfPresent(Int.self, forKey: .exitCode, in: Bounds.exitCodes)
        signal = try container.decodeIfPresent(Signal.self, forKey: .signal)
        log = try container.decodeIfPresent(String.self, forKey: .log) ?? ""
        resources = try container.decode(Resources.self, forKey: .resources)
        runSeconds = try container.decodeIfPresent(Double.self, forKey: .runSeconds, in: Bounds.seconds)
        peakMemoryBytes = try container.decodeIfPresent(Int64.self, forKey: .peakMemoryBytes, in: Bounds.bytes)
        inputBytes = try container.decodeIfPresent(Double.self, forKey: .inputBytes, in: Bounds.input)
        limits = try container.decodeIfPresent(ResourceLimits.self, forKey: .limits)
        labels = try container.decodeIfPresent([String: String].self, forKey: .labels) ?? [:]
        podStatus = try container.decodeIfPresent(JSONValue.self, forKey: .podStatus)
        try Labels.check(labels, at: container.codingPath + [CodingKeys.labels])
    }

    package func write(to members: inout MemberWriter) throws {
        try members.add("attempt", attempt)
        try members.add("engine", engine)
        try members.add("exitCode", exitCode)
        try members.add("inputBytes", inputBytes)
        try members.add("job", job)
        try members.add("labels", encoding: labels)
        try members.add("limits", encoding: limits)
        try members.add("log", log)
        try members.add("peakMemoryBytes", peakMemoryBytes)
        try members.add("podStatus", encoding: podStatus)
        try members.add("resources", encoding: resources)
        try members.add("runId", runId)
        try members.add("runSeconds", runSeconds)
        try members.add("schedulerState", schedulerState)
        try members.add("signal", encoding: signal)
    }
}

extension JobFailure: Bounded {
    package var isWithinBounds: Bool {
        Bounds.isName(job) && Bounds.isName(runId) && Bounds.attempts.contains(attempt) && Bounds.isName(engine, limit: Bounds.engine)
            && schedulerState.map { Bounds.isName($0) } ?? true && Bounds.exitCodes.admits(exitCode)
            && Bounds.signals.admits(signal?.number) && resources.isWithinBounds && Bounds.seconds.admits(runSeconds)
            && Bounds.bytes.admits(peakMemoryBytes) && Bounds.input.admits(inputBytes) && limits?.isWithinBounds ?? true
            && Labels.areWithinBounds(labels) && podStatus == nil
    }
}
