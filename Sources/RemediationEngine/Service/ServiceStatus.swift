internal import Remediation

/// Whether the service can do its work, and with what.
package struct ServiceStatus: Hashable, Sendable, Codable {
    /// The rules in force.
    package struct Rules: Hashable, Sendable, Codable {
        /// How many.
        package var count: Int
        /// The pack's version.
        package var version: String
        /// Why the last change of the files was not taken; nil when it was.
        package var lastReloadError: String?

        /// Rules in force.
        package init(count: Int, version: String, lastReloadError: String? = nil) {
            self.count = count
            self.version = version
            self.lastReloadError = lastReloadError
        }
    }

    /// What keeps the store from working; nil when it works.
    package var storeError: String?
    /// The rules in force.
    package var rules: Rules
    /// The model's version.
    package var modelVersion: String
    /// Whether what an earlier run left has been taken up again.
    package var recovered: Bool

    /// Whether the service can take failures now.
    package var isReady: Bool { storeError == nil && recovered }
}
