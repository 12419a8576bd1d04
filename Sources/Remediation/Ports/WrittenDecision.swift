package import JSONText

/// A decision as JSON, so that an answer need not write again what a row holds already.
package struct WrittenDecision: Hashable, Sendable {
    /// The classification.
    package let classification: JSONFragment
    /// The recommendation.
    package let recommendation: JSONFragment

    /// What a store has written.
    package init(classification: JSONFragment, recommendation: JSONFragment) {
        self.classification = classification
        self.recommendation = recommendation
    }
}
