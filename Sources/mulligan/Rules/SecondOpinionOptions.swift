internal import ArgumentParser
import Remediation
internal import RemediationEngine

/// Which learned second opinion is asked: `--second-opinion`, else `MULLIGAN_SECOND_OPINION`, else none.
///
/// It is off unless asked for: on real logs it is right less often than it says, and unknown is better than a guess.
struct SecondOpinionOptions: ParsableArguments {
    @Option(help: "Ask a learned opinion on what no rule catches: a file, or `shipped` (MULLIGAN_SECOND_OPINION).")
    var secondOpinion: String?

    /// The opinion; nil where none is asked for.
    ///
    /// - Throws: `RemediationError.invalidInput` for a file that cannot be read.
    func load() throws(RemediationError) -> SecondOpinion? {
        guard let path = Settings().text("second-opinion", commandLine: secondOpinion), path != "none" else { return nil }
        return try SecondOpinion.load(path: path == "shipped" ? ShippedFiles.path("training-data/second-opinion.json") : path)
    }
}
