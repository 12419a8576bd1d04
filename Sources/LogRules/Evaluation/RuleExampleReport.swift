internal import Remediation

/// Runs every example of every rule of a pack through the whole classifier.
package struct RuleExampleReport: Sendable {
    /// How many examples there are.
    package private(set) var count = 0
    /// What failed.
    package private(set) var failures: [RuleError] = []

    /// Runs the examples of `classifier`'s pack.
    package init(_ classifier: Classifier) {
        for rule in classifier.pack.rules {
            for example in rule.matching {
                count += 1
                let result = classifier.classify(example.evidence)
                if !result.matches.contains(where: { $0.rule == rule.id }) {
                    fail(rule, example, "is not matched")
                } else if result.failureClass != rule.failureClass {
                    fail(rule, example, "ends as \(result.failureClass) by \(result.rule ?? "no rule"), not as \(rule.failureClass)")
                }
            }
            for example in rule.notMatching {
                count += 1
                let result = classifier.classify(example.evidence)
                if result.matches.contains(where: { $0.rule == rule.id }) {
                    fail(rule, example, "is matched, although \(example.because ?? "it should not be")")
                }
            }
        }
    }

    private mutating func fail(_ rule: Rule, _ example: RuleExample, _ what: String) {
        let log = example.evidence.log.prefix(80).replacing("\n", with: " ")
        failures.append(RuleError(.example, "\(rule.id): the example \"\(log)\" \(what)", file: rule.file, line: example.line))
    }
}
