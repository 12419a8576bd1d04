internal import GradientBoosting
package import Remediation

extension SecondOpinion {
    /// A failure to learn from: what its log says and what it was.
    package struct Example: Sendable {
        /// The log.
        package var log: String
        /// The class that a reader, or the author of the log, gave it.
        package var failureClass: FailureClass

        /// An example of `failureClass`.
        package init(log: String, failureClass: FailureClass) {
            self.log = log
            self.failureClass = failureClass
        }
    }

    /// What shapes the training.
    package struct Options: Sendable {
        /// Words and pairs that are looked at, at most.
        package var wordLimit = 600
        /// The least number of failures that a class needs.
        package var leastExamples = 8
        /// The least share of right answers at the threshold, on failures not seen in training.
        package var precision = 0.9
        /// Boosting rounds at most; each bag stops early.
        package var rounds = 150
        /// Decides every random draw.
        package var seed: UInt64 = 1
        /// Threads; they change the time and never the result.
        package var threads = 1

        /// The defaults.
        package init() {}
    }

    /// How many bags; each leaves out one fold, whose failures it then scores unseen.
    private static let bags = 5

    /// Learns from `examples`.
    ///
    /// - Throws: `RemediationError.invalidInput` when no class has enough failures or no threshold is precise enough.
    package static func train(on examples: [Example], options: Options = Options()) throws(RemediationError) -> SecondOpinion {
        let features = examples.map { LogWords.features(of: $0.log) }
        let counts = Dictionary(grouping: examples.indices) { examples[$0].failureClass }
        let classes = counts.filter { $0.value.count >= options.leastExamples && $0.key != .unknown }.keys.sorted {
            $0.rawValue < $1.rawValue
        }
        guard classes.count >= 2 else {
            throw RemediationError(
                .invalidInput,
                "fewer than two classes have \(options.leastExamples) failures each; label more, or lower --least-examples"
            )
        }
        let words = telling(features, counts.filter { classes.contains($0.key) }.map(\.value), options)
        let (voices, unseen) = try fit(features, words, classes, examples, options)
        return try thresholded(voices, unseen, examples, options)
    }

    /// One model a class, and for each the probabilities that bags gave to failures they had not seen.
    private static func fit(
        _ features: [Set<String>],
        _ words: [String],
        _ classes: [FailureClass],
        _ examples: [Example],
        _ options: Options
    ) throws(RemediationError) -> (voices: [Voice], unseen: [[Double]]) {
        do throws(BoostingError) {
            let table = try FeatureTable(
                columns: words.map { word in
                    FeatureColumn(name: word, values: .numeric(features.map { $0.contains(word) ? 1 : 0 }))
                }
            )
            var voices: [Voice] = []
            var unseen: [[Double]] = []
            for failureClass in classes {
                var boosting = BoostingOptions(objective: .logLoss, rounds: options.rounds, learningRate: 0.15, seed: options.seed)
                boosting.minimumCount = 2
                boosting.maximumBins = 2
                boosting.bags = bags
                boosting.earlyStoppingRounds = 20
                boosting.threads = options.threads
                let labels = examples.map { $0.failureClass == failureClass ? 1.0 : 0 }
                let trained = try StumpTrainer(options: boosting).train(table, labels: labels)
                voices.append(voice(of: failureClass, trained.model))
                unseen.append((trained.outOfBagScores ?? []).map { $0.isNaN ? 0 : trained.model.value($0, calibration: .platt) })
            }
            return (voices, unseen)
        } catch {
            throw RemediationError(.invalidInput, "\(error)")
        }
    }

    /// The words that tell most between one class and the others, in their order.
    private static func telling(_ features: [Set<String>], _ groups: [[Int]], _ options: Options) -> [String] {
        var documents: [String: Int] = [:]
        for set in features { for word in set { documents[word, default: 0] += 1 } }
        let total = Double(features.count)
        var best: [String: Double] = [:]
        for group in groups {
            var inside: [String: Int] = [:]
            for index in group { for word in features[index] { inside[word, default: 0] += 1 } }
            let rest = total - Double(group.count)
            for (word, count) in inside where count >= 3 {
                let outside = Double(documents[word, default: 0] - count)
                // How much commoner the word is inside; the square root of the count tempers rare words.
                let difference = Double(count) / Double(group.count) - outside / max(1, rest)
                best[word] = max(best[word] ?? 0, difference * Double(count).squareRoot())
            }
        }
        let chosen = best.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(options.wordLimit).map(\.key)
        return chosen.sorted()
    }

    /// A trained model as a sum over words: what a word adds is its effect when there less its effect when not.
    private static func voice(of failureClass: FailureClass, _ model: AdditiveModel) -> Voice {
        var base = model.baseScore
        var weights: [String: Double] = [:]
        for feature in model.features {
            let absent = feature.effect(0)
            base += absent
            let added = feature.effect(1) - absent
            if added != 0 { weights[feature.name] = added }
        }
        return Voice(
            failureClass: failureClass,
            base: base,
            weights: weights,
            slope: model.calibration?.slope ?? 1,
            intercept: model.calibration?.intercept ?? 0
        )
    }

    /// The least threshold at which the answers on unseen failures are precise enough.
    private static func thresholded(
        _ voices: [Voice],
        _ unseen: [[Double]],
        _ examples: [Example],
        _ options: Options
    ) throws(RemediationError) -> SecondOpinion {
        var answers: [(probability: Double, isRight: Bool)] = []
        for index in examples.indices {
            guard let best = voices.indices.max(by: { unseen[$0][index] < unseen[$1][index] }) else { continue }
            answers.append((unseen[best][index], voices[best].failureClass == examples[index].failureClass))
        }
        answers.sort { $0.probability > $1.probability }
        var right = 0
        var chosen: (threshold: Double, named: Int, right: Int)?
        for (position, answer) in answers.enumerated() {
            if answer.isRight { right += 1 }
            if position >= 19, Double(right) >= options.precision * Double(position + 1) {
                chosen = (answer.probability, position + 1, right)
            }
        }
        guard let chosen else {
            throw RemediationError(
                .invalidInput,
                "no threshold reaches a precision of \(options.precision) on unseen failures; label more, or lower --precision"
            )
        }
        return SecondOpinion(
            formatVersion: currentFormatVersion,
            threshold: chosen.threshold,
            record: Record(failures: examples.count, named: chosen.named, right: chosen.right),
            voices: voices
        )
    }
}
