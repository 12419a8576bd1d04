package import Remediation

/// How callers are known; without one the service is open to everybody who reaches it.
package struct Authentication: Sendable {
    /// Where tokens and sessions are kept.
    package var store: any AccessStore
    /// The identity provider whose tokens are taken too.
    package var provider: IdentityProvider?
    /// The secret of signed hooks; nil when hooks need a token.
    package var hookSecret: [UInt8]?
    /// How many requests a second each caller may send in the long run; 0 for no limit.
    package var requestsPerSecond: Double
    /// How many requests each caller may send at once; at least 1.
    package var burst: Double
    /// How long a sign-in lasts, in seconds.
    package var sessionSeconds: Double

    /// Authentication against `store`.
    package init(
        store: any AccessStore,
        provider: IdentityProvider? = nil,
        hookSecret: [UInt8]? = nil,
        requestsPerSecond: Double = 1_000,
        burst: Double = 2_000,
        sessionSeconds: Double = 12 * 3_600
    ) {
        self.store = store
        self.provider = provider
        self.hookSecret = hookSecret
        self.requestsPerSecond = requestsPerSecond
        self.burst = max(1, burst)
        self.sessionSeconds = sessionSeconds
    }
}
