package import RemediationEngine

extension Catalogue {
    /// What was predicted against what came of it, in groups of similar prediction.
    package struct Calibration: Hashable, Sendable {
        /// A group of predictions.
        package struct Group: Hashable, Sendable {
            /// Their mean, from 0 to 1.
            package var predicted: Double
            /// The share of them that came true, from 0 to 1.
            package var observed: Double
            /// How many there are, or how much they weigh.
            package var weight: Double

            /// A group.
            package init(predicted: Double, observed: Double, weight: Double) {
                self.predicted = predicted
                self.observed = observed
                self.weight = weight
            }
        }

        /// The groups, from low to high; none is empty.
        package let groups: [Group]
        /// How many predictions there are, or how much they weigh.
        package let weight: Double
        /// The mean square of prediction less what came of it, from 0 (best) to 1.
        package let brier: Double
        /// Expected calibration error: the mean distance of prediction and share over the groups, by their weight.
        package let error: Double

        /// A calibration; nil without predictions.
        ///
        /// - Parameter brier: The Brier score of the predictions; nil takes that of the groups' means, `(p - o)^2 + o (1 - o)` by weight,
        ///   which lacks only the spread within a group.
        package init?(_ groups: [Group], brier: Double? = nil) {
            let groups = groups.filter { $0.weight > 0 && $0.predicted.isFinite && $0.observed.isFinite }
            let weight = groups.reduce(0) { $0 + $1.weight }
            guard weight > 0 else { return nil }
            self.groups = groups
            self.weight = weight
            error = groups.reduce(0) { $0 + $1.weight * abs($1.predicted - $1.observed) } / weight
            let ofMeans = groups.reduce(0) { sum, group in
                let distance = group.predicted - group.observed
                return sum + group.weight * (distance * distance + group.observed * (1 - group.observed))
            }
            self.brier = brier ?? ofMeans / weight
        }

        /// The calibration of counted predictions; nil where there are none.
        package init?(_ reliability: Reliability) {
            self.init(
                reliability.bins.filter { $0.count > 0 }.map { bin in
                    let count = Double(bin.count)
                    return Group(predicted: bin.predicted / count, observed: Double(bin.came) / count, weight: count)
                },
                brier: reliability.brier
            )
        }
    }
}
