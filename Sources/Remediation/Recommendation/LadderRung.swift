package import JSONText

/// One rung of a retry ladder: a configuration to try if all before it failed. In JSON its resources are fields beside the others.
package struct LadderRung: Hashable, Sendable {
    /// The configuration.
    package var resources: Resources
    /// The probability that it succeeds, given that the rungs before it failed, from 0 to 1.
    package var successProbability: Double
    /// The expected cost of this attempt alone, in USD.
    package var expectedCostUSD: Double
    /// The expected duration of this attempt alone, in seconds.
    package var expectedSeconds: Double?

    /// A rung.
    package init(resources: Resources, successProbability: Double, expectedCostUSD: Double, expectedSeconds: Double? = nil) {
        self.resources = resources
        self.successProbability = successProbability
        self.expectedCostUSD = expectedCostUSD
        self.expectedSeconds = expectedSeconds
    }

    /// The rung with its forecasts to six significant digits: more than they are worth, at half the length of text.
    package var rounded: LadderRung {
        LadderRung(
            resources: resources,
            successProbability: successProbability.rounded(significantDigits: 6),
            expectedCostUSD: expectedCostUSD.rounded(significantDigits: 6),
            expectedSeconds: expectedSeconds?.rounded(significantDigits: 6)
        )
    }
}

extension LadderRung: Decodable, MemberEncodable {
    enum CodingKeys: String, CodingKey {
        case successProbability, expectedCostUSD, expectedSeconds
    }

    package init(from decoder: any Decoder) throws {
        resources = try Resources(fieldsOf: decoder)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        successProbability = try container.decode(Double.self, forKey: .successProbability)
        expectedCostUSD = try container.decode(Double.self, forKey: .expectedCostUSD)
        expectedSeconds = try container.decodeIfPresent(Double.self, forKey: .expectedSeconds)
    }

    package func write(to members: inout MemberWriter) throws {
        // Flat: the configuration's members stand among the rung's own.
        try members.add("concurrency", resources.concurrency)
        try members.add("cpus", resources.cpus)
        try members.add("diskBytes", resources.diskBytes)
        try members.add("expectedCostUSD", expectedCostUSD)
        try members.add("expectedSeconds", expectedSeconds)
        try members.add("gpus", resources.gpus)
        try members.add("memoryBytes", resources.memoryBytes)
        try members.add("memoryOverheadBytes", resources.memoryOverheadBytes)
        try members.add("successProbability", successProbability)
        try members.add("timeLimitSeconds", resources.timeLimitSeconds)
        try members.add("workers", resources.workers)
    }
}
