/// A question: what should this job start with, or continue with?
package struct AdviceRequest: Hashable, Sendable {
    /// The caller's own identifier, given back in the answer.
    package var id: String?
    /// The job's stable name.
    package var job: String
    /// The engine or scheduler, where known.
    package var engine: String?
    /// Names by which jobs are related.
    package var labels: [String: String]
    /// What the user asked for.
    package var requested: Resources?
    /// The size of the input in bytes, where it is known before the run.
    package var inputBytes: Double?
    /// What has failed already in this run, in order.
    package var failed: [FailedConfiguration]
    /// The most that the queue or node can grant.
    package var limits: ResourceLimits?

    /// A question.
    package init(
        id: String? = nil,
        job: String,
        engine: String? = nil,
        labels: [String: String] = [:],
        requested: Resources? = nil,
        inputBytes: Double? = nil,
        failed: [FailedConfiguration] = [],
        limits: ResourceLimits? = nil
    ) {
        self.id = id
        self.job = job
        self.engine = engine
        self.labels = labels
        self.requested = requested
        self.inputBytes = inputBytes
        self.failed = failed
        self.limits = limits
    }
}

extension AdviceRequest: Codable {
    /// `event` is allowed so that a line of `mulligan advise` is a body of `POST /v1/advice` too.
    enum CodingKeys: String, CodingKey, CaseIterable {
        case event, id, job, engine, labels, requested, inputBytes, failed, limits
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let event = try container.decodeIfPresent(String.self, forKey: .event), event != "ask" {
            throw DecodingError.dataCorruptedError(forKey: .event, in: container, debugDescription: "must be \"ask\" here")
        }
        id = try container.decodeNameIfPresent(forKey: .id)
        job = try container.decodeName(forKey: .job)
        engine = try container.decodeNameIfPresent(forKey: .engine, limit: 64)
        labels = try container.decodeIfPresent([String: String].self, forKey: .labels) ?? [:]
        requested = try container.decodeIfPresent(Resources.self, forKey: .requested)
        inputBytes = try container.decodeIfPresent(Double.self, forKey: .inputBytes, in: 0...1e18)
        failed = try container.decodeIfPresent([FailedConfiguration].self, forKey: .failed) ?? []
        limits = try container.decodeIfPresent(ResourceLimits.self, forKey: .limits)
        try Labels.check(labels, at: container.codingPath + [CodingKeys.labels])
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(id, forKey: .id)
        try container.encode(job, forKey: .job)
        try container.encodeIfPresent(engine, forKey: .engine)
        if !labels.isEmpty { try container.encode(labels, forKey: .labels) }
        try container.encodeIfPresent(requested, forKey: .requested)
        try container.encodeIfPresent(inputBytes, forKey: .inputBytes)
        if !failed.isEmpty { try container.encode(failed, forKey: .failed) }
        try container.encodeIfPresent(limits, forKey: .limits)
    }
}
