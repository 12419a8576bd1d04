internal import ArgumentParser
internal import Foundation
internal import LogRules
import Remediation
internal import RemediationEngine
internal import RetryForecast

/// The files behind a decision: rules, model and policy, as options that several commands share.
struct DecisionParts: ParsableArguments {
    @Option(help: "The folder of rules (MULLIGAN_RULES).")
    var rules: String?

    @Option(help: "The model file (MULLIGAN_MODEL).")
    var model: String?

    @Option(help: "The policy file (MULLIGAN_POLICY); without one every repair waits for an operator.")
    var policy: String?

    @Option(help: "A price file, by machine type and time (docs/data-formats.md; MULLIGAN_PRICES).")
    var prices: String?

    @Option(
        help: ArgumentHelp(
            "The limits that the site grants, such as 2GiB,4GiB,8GiB, or with the time that comes with each, 2GiB/1h,4GiB/2h; "
                + "in place of the policy's memory-choices (MULLIGAN_MEMORY_CHOICES).",
            valueName: "choices"
        )
    )
    var memoryChoices: String?

    @OptionGroup var opinion: SecondOpinionOptions

    /// What the files hold.
    struct Loaded: Sendable {
        var rulesDirectory: String
        var modelPath: String
        var policyPath: String?
        var pack: RulePack
        var classifier: Classifier
        var secondOpinion: SecondOpinion?
        var model: ForecastModel
        var advisor: Advisor
        var policy: RemediationPolicy
        var policyText: String
        /// What the command line says in place of the policy file; empty for nothing.
        var overrides: [String]
        var sections: PolicySections
    }

    /// Reads the files.
    ///
    /// - Throws: An error that names the file and what is wrong with it.
    func load() throws -> Loaded {
        let settings = Settings()
        let rulesDirectory = settings.text("rules", commandLine: rules, standard: ShippedFiles.path("rules"))
        let modelPath = settings.text("model", commandLine: model, standard: ShippedFiles.path("training-data/model.json"))
        let pack = try RulePack.load(directory: rulesDirectory)
        let forecast = try ForecastModel.load(path: modelPath)
        let policyPath = settings.text("policy", commandLine: policy)
        let policyText = try policyPath.map { try Self.text(of: $0) } ?? "{}"
        var decided = try RemediationPolicy(yaml: policyText)
        let given = settings.text("memory_choices", commandLine: memoryChoices)
        if let given {
            let choices = try MemoryChoices(commandLine: given)
            try choices.validate(under: decided.limits, field: "--memory-choices")
            decided.memoryChoices = choices
        }
        return Loaded(
            rulesDirectory: rulesDirectory,
            modelPath: modelPath,
            policyPath: policyPath,
            pack: pack,
            classifier: try Classifier(pack),
            secondOpinion: try opinion.load(),
            model: forecast,
            advisor: Advisor(
                model: forecast,
                priceList: try PriceFile.load(prices),
                options: AdviceOptions().granting(decided.memoryChoices)
            ),
            policy: decided,
            policyText: policyText,
            overrides: given.map { ["memory-choices: [\($0)]"] } ?? [],
            sections: try PolicySections(yaml: policyText)
        )
    }

    private static func text(of path: String) throws(RemediationError) -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw RemediationError(.invalidInput, "\(path) cannot be read; check the path and its permissions", field: "--policy")
        }
        return String(decoding: data, as: UTF8.self)
    }
}
