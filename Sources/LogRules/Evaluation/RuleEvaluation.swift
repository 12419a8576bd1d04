package import Remediation

/// How well a classifier does on labelled failures.
package struct RuleEvaluation: Sendable {
    /// Counts of one class or category.
    package struct Counts: Hashable, Sendable {
        /// Named and right.
        package var truePositives = 0
        /// Named and wrong.
        package var falsePositives = 0
        /// Right and not named.
        package var falseNegatives = 0

        /// Of what was named, how much was right; 1 when nothing was named.
        package var precision: Double { Self.ratio(truePositives, truePositives + falsePositives) }
        /// Of what was right, how much was named; 1 when nothing was.
        package var recall: Double { Self.ratio(truePositives, truePositives + falseNegatives) }
        /// The harmonic mean of both.
        package var f1: Double { Self.ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives) }
        /// How many labelled failures there are.
        package var support: Int { truePositives + falseNegatives }

        static func ratio(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 1 : Double(part) / Double(whole) }
    }

    /// One failure that was named wrongly.
    package struct Miss: Sendable {
        /// The failure's identifier.
        package var id: String
        /// The classes that would have been right.
        package var expected: [FailureClass]
        /// What was said.
        package var classification: Classification
    }

    /// How many failures counted.
    package private(set) var count = 0
    /// How many were right.
    package private(set) var right = 0
    /// Counts by class.
    package private(set) var classes: [String: Counts] = [:]
    /// Counts by category.
    package private(set) var categories: [String: Counts] = [:]
    /// For each right class, how often which class was named instead.
    package private(set) var confusion: [String: [String: Int]] = [:]
    /// What was named wrongly, the most confident first.
    package private(set) var misses: [Miss] = []
    /// Of the failures whose class is known, how many were named at all.
    package private(set) var covered = (named: 0, of: 0)
    /// Of the failures that were said not to be worth a retry, how many are not.
    package private(set) var notRetryable = (right: 0, of: 0)
    /// Of the failures whose words mislead, how many were right.
    package private(set) var hard = (right: 0, of: 0)
    /// How often each rule decided rightly and wrongly.
    package private(set) var rules: [String: RulePrecision] = [:]

    /// Evaluates `classifier` on `failures`; those without a label or with one less sure than `minimumConfidence` do not count.
    package init(_ classifier: Classifier, on failures: [LabelledFailure], minimumConfidence: Double = 0.7) {
        for failure in failures where failure.labelConfidence >= minimumConfidence && !failure.accept.isEmpty {
            add(failure, classifier.classify(failure.evidence))
        }
        misses.sort { $0.classification.confidence > $1.classification.confidence }
    }

    /// The mean F1 of the classes that the labels name.
    package var macroF1: Double { Self.mean(classes) }
    /// The mean F1 of the categories that the labels name.
    package var categoryMacroF1: Double { Self.mean(categories) }
    /// The share that was right.
    package var accuracy: Double { Counts.ratio(right, count) }
    /// The share of the failures of a known class that was named at all.
    package var coverage: Double { Counts.ratio(covered.named, covered.of) }
    /// The share of "no retry helps" that was right.
    package var notRetryablePrecision: Double { Counts.ratio(notRetryable.right, notRetryable.of) }
    /// The share of the misleading failures that was right.
    package var hardAccuracy: Double { Counts.ratio(hard.right, hard.of) }

    private static func mean(_ counts: [String: Counts]) -> Double {
        let values = counts.values.filter { $0.support > 0 }.map(\.f1).sorted()
        return values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }

    private mutating func add(_ failure: LabelledFailure, _ result: Classification) {
        guard let preferred = failure.accept.first else { return }
        let isRight = failure.accept.contains(result.failureClass)
        // Any accepted class is right, and then counts as the label.
        let label = isRight ? result.failureClass : preferred
        count += 1
        if isRight {
            right += 1
            classes[label.rawValue, default: Counts()].truePositives += 1
        } else {
            classes[label.rawValue, default: Counts()].falseNegatives += 1
            classes[result.failureClass.rawValue, default: Counts()].falsePositives += 1
            misses.append(Miss(id: failure.id, expected: failure.accept, classification: result))
        }
        let categoryIsRight = failure.accept.contains { $0.category == result.failureClass.category }
        if categoryIsRight {
            categories[result.failureClass.category, default: Counts()].truePositives += 1
        } else {
            categories[label.category, default: Counts()].falseNegatives += 1
            categories[result.failureClass.category, default: Counts()].falsePositives += 1
        }
        confusion[label.rawValue, default: [:]][result.failureClass.rawValue, default: 0] += 1
        if preferred != .unknown {
            covered.of += 1
            if result.failureClass != .unknown { covered.named += 1 }
        }
        if result.retryable == .no, let expected = failure.retryable {
            notRetryable.of += 1
            if expected == .no { notRetryable.right += 1 }
        }
        if failure.isHard {
            hard.of += 1
            if isRight { hard.right += 1 }
        }
        if let rule = result.rule {
            var precision = rules[rule] ?? RulePrecision(right: 0, wrong: 0)
            if isRight { precision.right += 1 } else { precision.wrong += 1 }
            rules[rule] = precision
        }
    }
}
