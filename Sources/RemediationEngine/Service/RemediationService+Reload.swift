package import LogRules
internal import Remediation
internal import Synchronization

extension RemediationService {
    /// Puts other rules in force.
    package func replaceRules(by classifier: Classifier, rules: ServiceStatus.Rules) {
        live.withLock {
            $0.classifier = classifier
            $0.rules = rules
        }
    }

    /// Notes that changed rule files were not taken, and why; the rules in force stay.
    package func keepRules(because error: String) {
        live.withLock { $0.rules.lastReloadError = error }
    }

    /// Puts another model in force.
    package func replaceAdvisor(by advisor: Advisor, modelVersion: String) {
        live.withLock {
            $0.advisor = advisor
            $0.modelVersion = modelVersion
        }
    }
}
