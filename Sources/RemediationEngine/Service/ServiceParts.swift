package import LogRules
package import Remediation

/// What the service is made of; the composition root fills it in.
package struct ServiceParts: Sendable {
    /// Where everything is kept.
    package var store: any RemediationStore
    /// Says what went wrong.
    package var classifier: Classifier
    /// What is learned about failures that no rule catches; nil leaves those unknown.
    package var secondOpinion: SecondOpinion?
    /// The version and count of the classifier's rules.
    package var rules: ServiceStatus.Rules
    /// Forecast and search.
    package var advisor: Advisor
    /// The model's version, for the status.
    package var modelVersion: String
    /// What may be done.
    package var policy: RemediationPolicy
    /// The policy file as it was read, for the audit log and the page; holds no secrets.
    package var policyText: String
    /// The schedulers that can be asked to repair, by name.
    package var clients: [any SchedulerClient]
    /// Makes the calls of playbooks.
    package var caller: (any IncidentCaller)?
    /// Where rules, model and policy come from, for the audit log.
    package var origin: ConfigurationOrigin
    /// The time.
    package var clock: any WallClock
    /// New identifiers.
    package var identifiers: IdentifierGenerator

    /// The parts of a service.
    package init(
        store: any RemediationStore,
        classifier: Classifier,
        secondOpinion: SecondOpinion? = nil,
        rules: ServiceStatus.Rules,
        advisor: Advisor,
        modelVersion: String,
        policy: RemediationPolicy,
        policyText: String = "",
        clients: [any SchedulerClient],
        caller: (any IncidentCaller)? = nil,
        origin: ConfigurationOrigin = ConfigurationOrigin(user: "mulligan", rulesFolder: "the rules", modelFile: "the model"),
        clock: any WallClock,
        identifiers: IdentifierGenerator
    ) {
        self.store = store
        self.classifier = classifier
        self.secondOpinion = secondOpinion
        self.rules = rules
        self.advisor = advisor
        self.modelVersion = modelVersion
        self.policy = policy
        self.policyText = policyText
        self.clients = clients
        self.caller = caller
        self.origin = origin
        self.clock = clock
        self.identifiers = identifiers
    }
}
