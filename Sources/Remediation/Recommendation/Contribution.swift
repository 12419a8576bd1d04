package import JSONText

/// How much one feature moved the score of the chosen configuration.
package struct Contribution: Hashable, Sendable, Decodable, MemberEncodable {
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

    package func write(to members: inout MemberWriter) throws {
        try members.add("feature", feature)
        try members.add("logOdds", logOdds)
        try members.add("value", value)
    }
}
