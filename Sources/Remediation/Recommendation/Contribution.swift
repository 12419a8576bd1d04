internal import JSONText

/// How much one feature moved the score of the chosen configuration.
package struct Contribution: Hashable, Sendable, Codable {
    /// The feature's name; two names joined by ` x ` for a pair.
    package var feature: String
    /// The feature's value in words: `1.8x the largest peak seen`.
    package var value: String
    /// What it added to the log-odds of success.
    package var logOdds: Double

    /// A contribution in log-odds.
    package init(feature: String, value: String, logOdds: Double) {
        self.feature = feature
        self.value = value
        self.logOdds = logOdds
    }

    enum CodingKeys: String, CodingKey {
        case feature, logOdds, value
    }

    package func encode(to encoder: any Encoder) throws {
        let isWritten = try JSONText.members(of: encoder) { members in
            members.add("feature", feature)
            try members.add("logOdds", logOdds)
            members.add("value", value)
        }
        if isWritten { return }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(feature, forKey: .feature)
        try container.encode(logOdds, forKey: .logOdds)
        try container.encode(value, forKey: .value)
    }
}
