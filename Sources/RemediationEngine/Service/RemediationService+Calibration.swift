package import Remediation

extension RemediationService {
    /// The most recommendations that `liveReliability` looks at.
    package static let mostOutcomes = 2_000

    /// The probabilities of the newest recommendations that were followed, against how the next attempts ended.
    ///
    /// A recommendation that was not followed says nothing of its own forecast, and unchanged retries have none.
    ///
    /// - Throws: `RemediationError` of the store.
    package func liveReliability() async throws(RemediationError) -> Reliability {
        var reliability = Reliability()
        for outcome in try await store.outcomes(limit: Self.mostOutcomes) where outcome.followed {
            guard let chance = outcome.forecastProbability, (0...1).contains(chance) else { continue }
            reliability.add(chance, came: outcome.attempt.result == .succeeded)
        }
        return reliability
    }
}
