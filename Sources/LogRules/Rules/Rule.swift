package import Remediation

/// One way in which a job fails: how to know it, what it means, whether a retry can help.
package struct Rule: Hashable, Sendable {
    /// The identifier, in kebab case: the file's name.
    package var id: String
    /// One sentence for people.
    package var title: String
    /// How well it is proven.
    package var status: RuleStatus
    /// The engine whose message it is (the folder of its file).
    package var engine: String
    /// The class that it names.
    package var failureClass: FailureClass
    /// Whether a retry can help.
    package var retryable: Retryability
    /// How long to wait before a retry, in seconds; nil takes the class's own.
    package var backoffSeconds: Double?
    /// How decisive the evidence is, from 0 to 100 (90: the scheduler or kernel says so; 50: a specific message; 20: a general one).
    package var weight: Int
    /// Where the message is documented or made.
    package var references: [String]
    /// Evidence beside the text that must hold.
    package var requires: RuleRequirements
    /// At least one must be found.
    package var any: [RulePattern]
    /// Each must be found.
    package var all: [RulePattern]
    /// None may be found anywhere in the log.
    package var unless: [RulePattern]
    /// A line where one of these is found does not count.
    package var unlessLine: [RulePattern]
    /// What to read from the matched lines.
    package var extract: [FactExtraction]
    /// Classes or rules whose consequence this may be: it yields to them.
    package var symptomOf: [String]
    /// Failures that it must match.
    package var matching: [RuleExample]
    /// Failures that it must not match.
    package var notMatching: [RuleExample]
    /// The file that it came from, relative to the pack.
    package var file: String
    /// The file's text: what the audit log keeps of a change.
    package var text: String

    /// Whether it looks at text at all.
    package var hasPatterns: Bool { !any.isEmpty || !all.isEmpty }
}
