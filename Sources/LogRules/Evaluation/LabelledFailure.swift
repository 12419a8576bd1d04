internal import FoundationEssentials
package import Remediation

/// A failure whose cause a reader has named, for evaluation.
package struct LabelledFailure: Sendable {
    /// Its identifier.
    package var id: String
    /// The failure.
    package var evidence: FailureEvidence
    /// The classes that count as right, the preferred one first.
    package var accept: [FailureClass]
    /// Whether a retry can help.
    package var retryable: Retryability?
    /// Whether tempting words mislead.
    package var isHard: Bool
    /// How sure the reader was, from 0 to 1.
    package var labelConfidence: Double
    /// What the failure cost, in USD, where known.
    package var costUSD: Double?
}

extension LabelledFailure: Decodable {
    enum CodingKeys: String, CodingKey {
        case id, log, exitCode, signal, engine, schedulerState, podStatus, accept, retryable, hardNegative, labelConfidence, costUSD
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decodeIfPresent(String.self, forKey: .id) ?? ""
        evidence = FailureEvidence(
            log: try container.decode(String.self, forKey: .log),
            engine: try container.decodeIfPresent(String.self, forKey: .engine),
            exitCode: try container.decodeIfPresent(Int.self, forKey: .exitCode),
            signal: try container.decodeIfPresent(Signal.self, forKey: .signal),
            schedulerState: try container.decodeIfPresent(String.self, forKey: .schedulerState),
            podStatus: try container.decodeIfPresent(JSONValue.self, forKey: .podStatus)
        )
        // Other fields are labels, and labels are only read where a class is named.
        accept = try container.decodeIfPresent([FailureClass].self, forKey: .accept) ?? []
        retryable = try? container.decodeIfPresent(Retryability.self, forKey: .retryable)
        isHard = (try? container.decodeIfPresent(Bool.self, forKey: .hardNegative)) ?? false
        labelConfidence = (try? container.decodeIfPresent(Double.self, forKey: .labelConfidence)) ?? 1
        costUSD = try? container.decodeIfPresent(Double.self, forKey: .costUSD)
    }
}
