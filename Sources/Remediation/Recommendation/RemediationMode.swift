/// What Mulligan may do with a recommendation.
package enum RemediationMode: String, Codable, Sendable, CaseIterable {
    /// Record it and do nothing.
    case observe
    /// Wait for an operator.
    case approve
    /// Apply it.
    case auto
}
