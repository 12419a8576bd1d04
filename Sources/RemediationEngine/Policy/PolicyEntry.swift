package import Remediation

/// One entry of a policy: which failures, and what may be done about them.
package struct PolicyEntry: Hashable, Sendable {
    /// Patterns of job names, with `*` for anything; empty means every job.
    package var jobs: [String]
    /// Patterns of failure classes, such as `memory.*`; empty means every class.
    package var classes: [String]
    /// Engines; empty means every engine.
    package var engines: [String]
    /// What may be done.
    package var mode: RemediationMode

    /// An entry.
    package init(jobs: [String] = [], classes: [String] = [], engines: [String] = [], mode: RemediationMode) {
        self.jobs = jobs
        self.classes = classes
        self.engines = engines
        self.mode = mode
    }

    /// Whether the entry speaks of such a failure.
    package func fits(_ failureClass: FailureClass, job: String, engine: String) -> Bool {
        (jobs.isEmpty || jobs.contains { Glob($0).matches(job) })
            && (classes.isEmpty || classes.contains { Glob($0).matches(failureClass.rawValue) })
            && (engines.isEmpty || engines.contains(engine))
    }
}

extension PolicyEntry: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case jobs, classes, engines, mode
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        jobs = try container.decodeIfPresent([String].self, forKey: .jobs) ?? []
        classes = try container.decodeIfPresent([String].self, forKey: .classes) ?? []
        engines = try container.decodeIfPresent([String].self, forKey: .engines) ?? []
        mode = try container.decode(RemediationMode.self, forKey: .mode)
        if let refusal = classes.lazy.compactMap(FailureClass.refusal(ofPattern:)).first {
            throw DecodingError.dataCorruptedError(forKey: .classes, in: container, debugDescription: refusal)
        }
    }
}
