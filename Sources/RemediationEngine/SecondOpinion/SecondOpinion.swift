package import Foundation
package import Remediation

/// A learned opinion on failures that no rule catches: boosted stumps over the words of a log, one model a class.
///
/// It names a class only where its calibrated probability reaches the threshold, says that it is learned, and never says that no
/// retry helps: to stop a job for good takes a rule.
package struct SecondOpinion: Sendable, Codable, Equatable {
    /// The version of the file format that this code writes and the newest it reads.
    package static let currentFormatVersion = 1

    /// One class's model: a stump over the presence of a word is one number, so a model is a sum over the words that are there.
    package struct Voice: Sendable, Codable, Equatable {
        /// The class.
        package var failureClass: FailureClass
        /// The score without any of the words.
        var base: Double
        /// What each word adds.
        var weights: [String: Double]
        /// Platt's curve from score to probability.
        var slope: Double
        var intercept: Double

        enum CodingKeys: String, CodingKey {
            case failureClass = "class", base, weights, slope, intercept
        }

        /// The probability of the class, from 0 to 1.
        func probability(of words: Set<String>) -> Double {
            // In the order of the words, so that a sum never depends on hashing.
            let score = weights.keys.filter(words.contains).sorted().reduce(base) { $0 + (weights[$1] ?? 0) }
            return 1 / (1 + exp(-(slope * score + intercept)))
        }
    }

    /// What was measured on failures that the bags which scored them had not seen.
    package struct Record: Sendable, Codable, Equatable {
        /// Failures trained on.
        package var failures: Int
        /// Of those, named at the threshold.
        package var named: Int
        /// Of the named, right.
        package var right: Int
    }

    /// The version of the file format.
    package var formatVersion: Int
    /// The least probability at which a class is named.
    package var threshold: Double
    /// How it did in training.
    package var record: Record
    /// The models, in the order of their classes.
    package var voices: [Voice]

    /// The rules' answer, or where no rule holds what was learned, if that is sure enough.
    package func complete(_ classification: Classification, of log: String) -> Classification {
        guard classification.failureClass == .unknown, classification.rule == nil else { return classification }
        let words = LogWords.features(of: log)
        guard let (voice, probability) = best(words), probability >= threshold else { return classification }
        let failureClass = voice.failureClass
        let telling = voice.weights.filter { words.contains($0.key) && $0.value > 0 }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3).map { "\"\($0.key)\"" }
        var result = classification
        result.failureClass = failureClass
        result.retryable = failureClass.retryability == .no ? .unknown : failureClass.retryability
        result.confidence = (probability * 1000).rounded() / 1000
        result.exhausted = failureClass.exhausted
        result.learned = true
        result.reasons = ["No rule holds; failures with \(telling.joined(separator: ", ")) were mostly this one."]
        return result
    }

    /// The likeliest class and its probability.
    func best(_ words: Set<String>) -> (voice: Voice, probability: Double)? {
        voices.map { ($0, $0.probability(of: words)) }.max { $0.1 < $1.1 }
    }

    /// Reads a file that `mulligan rules learn` wrote.
    ///
    /// - Throws: `RemediationError.invalidInput` naming the file, for one that cannot be read or is of a newer version.
    package static func load(path: String) throws(RemediationError) -> SecondOpinion {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw RemediationError(.invalidInput, "\(path) cannot be read; check the path and its permissions")
        }
        let opinion: SecondOpinion
        do {
            opinion = try JSONDecoder().decode(SecondOpinion.self, from: data)
        } catch {
            throw RemediationError(.invalidInput, "\(path) is not a second opinion; write one with `mulligan rules learn`")
        }
        guard (1...currentFormatVersion).contains(opinion.formatVersion) else {
            throw RemediationError(
                .invalidInput,
                "\(path) has format version \(opinion.formatVersion) and this program reads 1 to \(currentFormatVersion); update it"
            )
        }
        return opinion
    }

    /// The opinion as JSON.
    ///
    /// - Throws: `RemediationError` when a number is not finite.
    package func json() throws(RemediationError) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try encoder.encode(self) + Data("\n".utf8)
        } catch {
            throw RemediationError(.internalFault, "the second opinion cannot be written: \(error)")
        }
    }
}
