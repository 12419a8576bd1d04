/// Where the service's configuration comes from, for the audit log.
package struct ConfigurationOrigin: Hashable, Sendable {
    /// The user of the operating system who started the service.
    package var user: String
    /// The policy file; nil without one.
    package var policyFile: String?
    /// What the command line says in place of the policy file, each as the file would say it.
    package var overrides: [String]
    /// The folder of rules.
    package var rulesFolder: String
    /// The model file.
    package var modelFile: String

    /// An origin.
    package init(user: String, policyFile: String? = nil, overrides: [String] = [], rulesFolder: String, modelFile: String) {
        self.user = user
        self.policyFile = policyFile
        self.overrides = overrides
        self.rulesFolder = rulesFolder
        self.modelFile = modelFile
    }

    /// The actor of a change that came by a file that somebody edited: who that was, the file does not say.
    package static let fileChange = "file change"
}
