internal import Remediation

/// How incidents are recognised and what is done about them.
package struct IncidentOptions: Hashable, Sendable {
    /// The window whose failures are counted, in minutes.
    package var windowMinutes: Int
    /// The days before, at the same time of day, with which it is compared.
    package var days: Int
    /// Fewer failures than this in a window are never an incident.
    package var floor: Int
    /// The least distance from the usual at which an incident opens, in robust standard deviations.
    package var openScore: Double
    /// The distance below which it is calm.
    package var closeScore: Double
    /// So many times the usual are needed beside the distance.
    package var leastRatio: Double
    /// Minutes in a row that must be out of the usual before an incident opens.
    package var openMinutes: Int
    /// Minutes in a row that must be calm before it closes.
    package var closeMinutes: Int
    /// Whether unchanged retries are held while an incident lasts.
    package var holds: Bool
    /// The time over which held retries are released, in seconds.
    package var releaseSeconds: Double

    /// Options; the defaults find a storm within minutes and are quiet otherwise.
    package init(
        windowMinutes: Int = 5,
        days: Int = 14,
        floor: Int = 20,
        openScore: Double = 8,
        closeScore: Double = 3,
        leastRatio: Double = 3,
        openMinutes: Int = 2,
        closeMinutes: Int = 10,
        holds: Bool = true,
        releaseSeconds: Double = 600
    ) {
        self.windowMinutes = windowMinutes
        self.days = days
        self.floor = floor
        self.openScore = openScore
        self.closeScore = closeScore
        self.leastRatio = leastRatio
        self.openMinutes = openMinutes
        self.closeMinutes = closeMinutes
        self.holds = holds
        self.releaseSeconds = releaseSeconds
    }
}

extension IncidentOptions: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case floor, holds = "hold", releaseOver = "release-over"
    }

    /// Reads the `incidents` section of a policy: `{floor: 20, hold: true, release-over: 10m}`.
    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init()
        floor = try container.decodeIfPresent(Int.self, forKey: .floor, in: 1...1_000_000) ?? floor
        holds = try container.decodeIfPresent(Bool.self, forKey: .holds) ?? holds
        if let text = try container.decodeIfPresent(String.self, forKey: .releaseOver) {
            guard let seconds = HumanUnits.parseSeconds(text), seconds <= 86_400 else {
                throw DecodingError.dataCorruptedError(
                    forKey: .releaseOver,
                    in: container,
                    debugDescription: "\"\(text)\" is not a duration of at most a day, such as 10m"
                )
            }
            releaseSeconds = seconds
        }
    }
}
