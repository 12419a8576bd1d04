internal import JSONText

/// A configuration that has failed already in this run. In JSON its resources are fields beside the class.
package struct FailedConfiguration: Hashable, Sendable {
    /// What the attempt had.
    package var resources: Resources
    /// Why it failed, where known.
    package var failureClass: FailureClass?
    /// How long it ran, in seconds.
    package var runSeconds: Double?

    /// A failed configuration.
    package init(resources: Resources, failureClass: FailureClass? = nil, runSeconds: Double? = nil) {
        self.resources = resources
        self.failureClass = failureClass
        self.runSeconds = runSeconds
    }
}

extension FailedConfiguration: Codable {
    enum CodingKeys: String, CodingKey {
        case failureClass, runSeconds
    }

    package init(from decoder: any Decoder) throws {
        resources = try Resources(fieldsOf: decoder)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        failureClass = try container.decodeIfPresent(FailureClass.self, forKey: .failureClass)
        runSeconds = try container.decodeIfPresent(Double.self, forKey: .runSeconds, in: 0...1e10)
    }

    package func encode(to encoder: any Encoder) throws {
        try resources.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(failureClass, forKey: .failureClass)
        try container.encodeIfPresent(runSeconds, forKey: .runSeconds)
    }
}
