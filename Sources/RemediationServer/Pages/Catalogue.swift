package import Remediation

/// What the pages say of the rules and the model in force; the composition root, which knows both, fills it in.
package struct Catalogue: Sendable {
    /// A rule in a list.
    package struct Rule: Sendable {
        /// The rule's identifier.
        package var id: String
        /// What it says, in a sentence.
        package var title: String
        /// The engine whose logs it reads.
        package var engine: String
        /// The class that it names.
        package var failureClass: FailureClass
        /// Whether a retry can help.
        package var retryable: Retryability
        /// `stable`, `experimental`, ...
        package var status: String
        /// On how many labelled logs it decided, and on how many rightly; nil where it was not measured.
        package var measured: (right: Int, of: Int)?

        /// A rule.
        package init(
            id: String,
            title: String,
            engine: String,
            failureClass: FailureClass,
            retryable: Retryability,
            status: String,
            measured: (right: Int, of: Int)? = nil
        ) {
            self.id = id
            self.title = title
            self.engine = engine
            self.failureClass = failureClass
            self.retryable = retryable
            self.status = status
            self.measured = measured
        }
    }

    /// The step function that a model holds for one feature.
    package struct Shape: Hashable, Sendable {
        /// The feature's name.
        package var feature: String
        /// Where the value changes, in rising order.
        package var thresholds: [Double]
        /// The log-odds of each step: one more than there are thresholds.
        package var logOdds: [Double]

        /// A step function.
        package init(feature: String, thresholds: [Double], logOdds: [Double]) {
            self.feature = feature
            self.thresholds = thresholds
            self.logOdds = logOdds
        }
    }

    /// What is known of the model.
    package struct Model: Sendable {
        /// Groups of named figures: how it was trained, how well it does.
        package var sections: [(heading: String, facts: [(name: String, value: String)])]
        /// Its shape functions.
        package var shapes: [Shape]
        /// How honest its probabilities were on rows that it did not train on; nil where that is not known.
        package var calibration: Calibration?

        /// A model.
        package init(
            sections: [(heading: String, facts: [(name: String, value: String)])],
            shapes: [Shape] = [],
            calibration: Calibration? = nil
        ) {
            self.sections = sections
            self.shapes = shapes
            self.calibration = calibration
        }
    }

    /// The rules in force now.
    package var rules: @Sendable () -> [Rule]
    /// The model in force now.
    package var model: @Sendable () -> Model?

    /// A catalogue; an empty one leaves the pages with what the service's status says.
    package init(rules: @escaping @Sendable () -> [Rule] = { [] }, model: @escaping @Sendable () -> Model? = { nil }) {
        self.rules = rules
        self.model = model
    }
}
