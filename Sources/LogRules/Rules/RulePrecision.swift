internal import FoundationEssentials

/// How often a rule was right as the primary cause of labelled real logs.
package struct RulePrecision: Hashable, Sendable, Codable {
    /// Logs where it decided and was right.
    package var right: Int
    /// Logs where it decided and was wrong.
    package var wrong: Int

    /// Counts of `right` and `wrong` decisions.
    package init(right: Int, wrong: Int) {
        self.right = right
        self.wrong = wrong
    }

    /// The name of the file of measured precisions in a pack.
    static let fileName = "precision.json"

    /// The precisions measured for a pack; empty when none were.
    static func load(directory: String) throws(RuleError) -> [String: RulePrecision] {
        guard let data = FileManager.default.contents(atPath: directory + "/" + fileName) else { return [:] }
        do {
            return try JSONDecoder().decode([String: RulePrecision].self, from: data)
        } catch {
            throw RuleError(
                .invalid,
                "the measured precisions cannot be read; write them again with `mulligan rules evaluate --write`",
                file: fileName
            )
        }
    }

    /// The expected precision under a Beta prior of mean `prior` and weight `strength`, in observations.
    package static func expected(_ counts: RulePrecision?, prior: Double, strength: Double = 4) -> Double {
        let right = Double(counts?.right ?? 0)
        let total = right + Double(counts?.wrong ?? 0)
        return (right + prior * strength) / (total + strength)
    }
}
