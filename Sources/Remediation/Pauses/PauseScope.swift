/// Which repairs a pause holds: those that fit every part that is given; a scope without parts holds all.
package struct PauseScope: Hashable, Sendable {
    /// A failure class or a pattern of classes, such as `memory.*`.
    package var failureClass: String?
    /// A job's name or a pattern of names, such as `nightly-*`.
    package var job: String?
    /// An engine.
    package var engine: String?
    /// Labels that the job must bear: a queue, a dataset, a workflow.
    package var labels: [String: String]
    /// Whether only retries of an unchanged configuration are held, those of transient failures.
    package var unchangedOnly: Bool

    /// A scope.
    package init(
        failureClass: String? = nil,
        job: String? = nil,
        engine: String? = nil,
        labels: [String: String] = [:],
        unchangedOnly: Bool = false
    ) {
        self.failureClass = failureClass
        self.job = job
        self.engine = engine
        self.labels = labels
        self.unchangedOnly = unchangedOnly
    }

    /// Whether everything is held.
    package var isEverything: Bool { self == PauseScope() }

    /// Whether `repair` is held.
    package func covers(_ repair: Repair) -> Bool {
        covers(
            repair.failureClass,
            job: repair.job,
            engine: repair.engine,
            labels: repair.labels,
            isUnchanged: repair.target == repair.current
        )
    }

    /// Whether a retry of `job` after a failure of `failureClass` is held.
    package func covers(
        _ failureClass: FailureClass,
        job: String,
        engine: String,
        labels: [String: String],
        isUnchanged: Bool
    ) -> Bool {
        (self.failureClass.map { Glob($0).matches(failureClass.rawValue) } ?? true) && (self.job.map { Glob($0).matches(job) } ?? true)
            && (self.engine.map { $0 == engine } ?? true) && self.labels.allSatisfy { labels[$0.key] == $0.value }
            && (!unchangedOnly || isUnchanged)
    }

    /// Whether all that is done about `incident` is held: a scope of everything, or one that names its class or its engine and nothing else.
    package func covers(_ incident: Incident) -> Bool {
        guard job == nil, labels.isEmpty, !unchangedOnly else { return false }
        let (isClass, isEngine) = (incident.dimension == .failureClass, incident.dimension == .engine)
        return (failureClass.map { isClass && Glob($0).matches(incident.value) } ?? true)
            && (engine.map { isEngine && $0 == incident.value } ?? true)
    }

    /// The scope in words: `everything`, or `class memory.*, engine slurm`.
    package var summary: String {
        var parts: [String] = []
        if let failureClass { parts.append("class \(failureClass)") }
        if let job { parts.append("job \(job)") }
        if let engine { parts.append("engine \(engine)") }
        for (name, value) in labels.sorted(by: { $0.key < $1.key }) { parts.append("label \(name)=\(value)") }
        if unchangedOnly { parts.append("unchanged retries") }
        return parts.isEmpty ? "everything" : parts.joined(separator: ", ")
    }
}

extension PauseScope: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case failureClass = "class", job, engine, labels, unchangedOnly
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        failureClass = try container.decodeNameIfPresent(forKey: .failureClass)
        job = try container.decodeNameIfPresent(forKey: .job)
        engine = try container.decodeNameIfPresent(forKey: .engine, limit: 64)
        labels = try container.decodeIfPresent([String: String].self, forKey: .labels) ?? [:]
        unchangedOnly = try container.decodeIfPresent(Bool.self, forKey: .unchangedOnly) ?? false
        try Labels.check(labels, at: container.codingPath + [CodingKeys.labels])
        if let refusal = failureClass.flatMap(FailureClass.refusal(ofPattern:)) {
            throw DecodingError.dataCorruptedError(forKey: .failureClass, in: container, debugDescription: refusal)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(failureClass, forKey: .failureClass)
        try container.encodeIfPresent(job, forKey: .job)
        try container.encodeIfPresent(engine, forKey: .engine)
        if !labels.isEmpty { try container.encode(labels, forKey: .labels) }
        if unchangedOnly { try container.encode(true, forKey: .unchangedOnly) }
    }
}
