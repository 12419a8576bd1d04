internal import Remediation

/// When a job that keeps failing is left alone for a while; in a policy file `{failures: 3, within: 30m, wait: 10m}`.
package struct CoolDownRule: Hashable, Sendable {
    /// The most failures that are counted.
    package static let mostFailures = 100

    /// So many failures of a job, whatever the run, the last one counted; from 1.
    package var failures: Int
    /// Within so many seconds.
    package var withinSeconds: Double
    /// No retry sooner than so many seconds after the last.
    package var waitSeconds: Double

    /// A rule.
    package init(failures: Int = 1, withinSeconds: Double = 3_600, waitSeconds: Double) {
        self.failures = failures
        self.withinSeconds = withinSeconds
        self.waitSeconds = waitSeconds
    }

    /// Why `job` is left alone.
    func reason(for job: String) -> String {
        let times = failures == 1 ? "has failed" : "has failed \(failures) times within \(HumanUnits.seconds(withinSeconds))"
        return "\(job) \(times): no retry for \(HumanUnits.seconds(waitSeconds))."
    }
}

extension CoolDownRule: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case failures, within, wait
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func seconds(_ key: CodingKeys) throws -> Double? {
            guard let text = try container.decodeIfPresent(String.self, forKey: key) else { return nil }
            guard let seconds = HumanUnits.parseSeconds(text), seconds <= 30 * 86_400 else {
                throw DecodingError.dataCorruptedError(
                    forKey: key,
                    in: container,
                    debugDescription: "\"\(text)\" is not a duration of at most 30 days, such as 10m"
                )
            }
            return seconds
        }
        failures = try container.decodeIfPresent(Int.self, forKey: .failures, in: 1...Self.mostFailures) ?? 1
        withinSeconds = try seconds(.within) ?? 3_600
        guard let wait = try seconds(.wait) else {
            throw DecodingError.keyNotFound(
                CodingKeys.wait,
                .init(codingPath: container.codingPath, debugDescription: "say how long to wait")
            )
        }
        waitSeconds = wait
    }
}
