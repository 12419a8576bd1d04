/// Whether trying again can help.
package enum Retryability: String, Codable, Sendable, CaseIterable {
    /// The same configuration may succeed: the cause was transient.
    case sameConfiguration = "same_config"
    /// Another configuration is needed: a resource was exhausted.
    case changedConfiguration = "changed_config"
    /// No configuration helps: the code, the data or the permissions must change first.
    case no
    /// The evidence does not say.
    case unknown
}
