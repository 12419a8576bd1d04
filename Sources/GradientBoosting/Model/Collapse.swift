internal import Foundation

/// Turns the tables of a training run into a model: bags averaged, pairs purified, effects centred, equal neighbours merged.
///
/// Every value is first put on a grid of powers of two coarse enough that sums of values are exact. So moving effects from
/// pairs to mains and from mains to the base score changes no score, a monotone sum stays monotone to the last bit, and
/// contributions sum to the score in any order.
struct Collapse {
    let objective: Objective
    let features: [FeatureBins]
    let monotone: [Monotonicity]
    let rows: RowStore
    let grid: PairGrid?
    let pairs: [FeaturePair]

    /// The tables of one bag.
    struct Copy {
        var base: Double
        var tables: [[Double]]
        var pairTables: [[Double]]
    }

    /// The model that is the mean of the copies.
    func model(_ copies: [Copy], calibration: Calibration?) -> AdditiveModel {
        let masses = features.indices.map { binWeights($0) }
        let cellWeights = pairs.map { weights(of: $0) }
        var mean = average(copies)
        let step = gridStep(mean)
        snap(&mean, step)
        settle(&mean, masses, cellWeights) { ($0 / step).rounded() * step }
        let errors = standardErrors(copies, masses, cellWeights)
        var effects: [FeatureEffect] = []
        for (index, bins) in features.enumerated() {
            var values = mean.tables[index]
            // A value that training never saw says nothing: it takes the average effect.
            if masses[index][bins.missing] == 0 { values[bins.missing] = 0 }
            let error = errors?.tables[index]
            effects.append(
                bins.isCategorical
                    ? categorical(bins, values, masses[index], error, step)
                    : numeric(bins, values, masses[index], error, monotone[index])
            )
        }
        let pairEffects = pairs.indices.map { index in
            PairEffect(
                first: axis(pairs[index].first),
                second: axis(pairs[index].second),
                values: mean.pairTables[index],
                weights: cellWeights[index],
                standardErrors: errors?.pairTables[index]
            )
        }
        return AdditiveModel(objective: objective, baseScore: mean.base, features: effects, pairs: pairEffects, calibration: calibration)
    }

    private func average(_ copies: [Copy]) -> Copy {
        guard var mean = copies.first else { return Copy(base: 0, tables: [], pairTables: []) }
        if copies.count == 1 { return mean }
        let share = 1 / Double(copies.count)
        for copy in copies.dropFirst() {
            mean.base += copy.base
            for index in mean.tables.indices {
                for bin in mean.tables[index].indices { mean.tables[index][bin] += copy.tables[index][bin] }
            }
            for index in mean.pairTables.indices {
                for cell in mean.pairTables[index].indices { mean.pairTables[index][cell] += copy.pairTables[index][cell] }
            }
        }
        mean.base *= share
        mean.tables = mean.tables.map { $0.map { $0 * share } }
        mean.pairTables = mean.pairTables.map { $0.map { $0 * share } }
        return mean
    }

    /// A power of two 2^-46 of the largest score there can be, so that 53 bits hold any sum of values.
    private func gridStep(_ copy: Copy) -> Double {
        var scale = abs(copy.base)
        for table in copy.tables + copy.pairTables { scale += table.map { abs($0) }.max() ?? 0 }
        return scale > 0 ? exp2((log2(scale)).rounded(.up) - 46) : 1
    }

    private func snap(_ copy: inout Copy, _ step: Double) {
        func snapped(_ value: Double) -> Double { (value / step).rounded() * step }
        copy.base = snapped(copy.base)
        copy.tables = copy.tables.map { $0.map(snapped) }
        copy.pairTables = copy.pairTables.map { $0.map(snapped) }
    }

    /// Purifies pairs, then centres effects; shifts pass through `rounded`.
    private func settle(_ copy: inout Copy, _ weights: [[Double]], _ cellWeights: [[Double]], rounded: (Double) -> Double) {
        guard let grid else {
            centre(&copy, weights, rounded)
            return
        }
        for (index, pair) in pairs.enumerated() {
            let (height, width) = (grid.sizes[pair.first], grid.sizes[pair.second])
            // Moving row means to the first main shifts column means, and so on: the mass left shrinks by turns (Lengerich et al., 2020).
            for _ in 0..<100 {
                var largest = 0.0
                for (isRow, feature, outer, inner) in [(true, pair.first, height, width), (false, pair.second, width, height)] {
                    var shifts = [Double](repeating: 0, count: outer)
                    for own in 0..<outer {
                        var sum = 0.0
                        var total = 0.0
                        for across in 0..<inner {
                            let cell = isRow ? own * width + across : across * width + own
                            sum += cellWeights[index][cell] * copy.pairTables[index][cell]
                            total += cellWeights[index][cell]
                        }
                        if total <= 0 { continue }
                        shifts[own] = rounded(sum / total)
                        for across in 0..<inner {
                            copy.pairTables[index][isRow ? own * width + across : across * width + own] -= shifts[own]
                        }
                        largest = max(largest, abs(shifts[own]))
                    }
                    for (bin, group) in grid.groups[feature].enumerated() { copy.tables[feature][bin] += shifts[Int(group)] }
                }
                if largest < 1e-12 { break }
            }
        }
        centre(&copy, weights, rounded)
    }

    private func centre(_ copy: inout Copy, _ weights: [[Double]], _ rounded: (Double) -> Double) {
        for feature in copy.tables.indices {
            var sum = 0.0
            var total = 0.0
            for (value, weight) in zip(copy.tables[feature], weights[feature]) {
                sum += value * weight
                total += weight
            }
            let mean = total > 0 ? rounded(sum / total) : 0
            copy.base += mean
            for bin in copy.tables[feature].indices { copy.tables[feature][bin] -= mean }
        }
    }

    /// Standard errors by the jackknife over left-out folds: `sqrt((B - 1) / B * sum (x_b - mean)^2)`.
    private func standardErrors(_ copies: [Copy], _ weights: [[Double]], _ cellWeights: [[Double]]) -> Copy? {
        if copies.count < 2 { return nil }
        let settled = copies.map { copy in
            var copy = copy
            settle(&copy, weights, cellWeights) { $0 }
            return copy
        }
        let mean = average(settled)
        let factor = Double(copies.count - 1) / Double(copies.count)
        var errors = mean
        func error(_ mean: Double, _ values: [Double]) -> Double {
            (factor * values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }).squareRoot()
        }
        for feature in mean.tables.indices {
            for bin in mean.tables[feature].indices {
                errors.tables[feature][bin] = error(mean.tables[feature][bin], settled.map { $0.tables[feature][bin] })
            }
        }
        for pair in mean.pairTables.indices {
            for cell in mean.pairTables[pair].indices {
                errors.pairTables[pair][cell] = error(mean.pairTables[pair][cell], settled.map { $0.pairTables[pair][cell] })
            }
        }
        return errors
    }

    private func binWeights(_ feature: Int) -> [Double] {
        let bins = rows.table.bins(feature)
        var weights = [Double](repeating: 0, count: features[feature].count + 1)
        for row in 0..<rows.count { weights[Int(bins[row])] += rows.exactWeights?[row] ?? 1 }
        return weights
    }

    private func weights(of pair: FeaturePair) -> [Double] {
        guard let grid else { return [] }
        let width = grid.sizes[pair.second]
        var weights = [Double](repeating: 0, count: grid.sizes[pair.first] * width)
        let (a, b) = (rows.table.bins(pair.first), rows.table.bins(pair.second))
        for row in 0..<rows.count {
            weights[Int(grid.groups[pair.first][Int(a[row])]) * width + Int(grid.groups[pair.second][Int(b[row])])] +=
                rows.exactWeights?[row] ?? 1
        }
        return weights
    }

    private func axis(_ feature: Int) -> PairEffect.Axis {
        let bins = features[feature]
        let groups = (grid?.groups[feature] ?? []).map { Int($0) }
        let count = grid?.sizes[feature] ?? 0
        if bins.isCategorical {
            return PairEffect.Axis(
                name: bins.name,
                thresholds: [],
                groups: Array(groups.prefix(bins.categories.count)),
                otherGroup: bins.hasOtherBin ? groups[bins.count - 1] : nil,
                count: count
            )
        }
        var thresholds: [Double] = []
        for bin in 1..<max(1, bins.count) where groups[bin] != groups[bin - 1] { thresholds.append(bins.thresholds[bin - 1]) }
        return PairEffect.Axis(name: bins.name, thresholds: thresholds, groups: [], otherGroup: nil, count: count)
    }

    private func numeric(
        _ bins: FeatureBins,
        _ values: [Double],
        _ weights: [Double],
        _ errors: [Double]?,
        _ monotonicity: Monotonicity
    ) -> FeatureEffect {
        var thresholds: [Double] = []
        var steps: [Double] = [values[0]]
        var masses: [Double] = [weights[0]]
        var spreads: [Double]? = errors.map { [$0[0]] }
        for bin in 1..<max(1, bins.count) {
            if values[bin] == steps[steps.count - 1] {
                masses[masses.count - 1] += weights[bin]
            } else {
                thresholds.append(bins.thresholds[bin - 1])
                steps.append(values[bin])
                masses.append(weights[bin])
                if let errors { spreads?.append(errors[bin]) }
            }
        }
        return FeatureEffect(
            name: bins.name,
            kind: .numeric,
            thresholds: thresholds,
            categories: [],
            values: steps,
            missingValue: values[bins.missing],
            otherValue: 0,
            weights: masses,
            missingWeight: weights[bins.missing],
            otherWeight: 0,
            monotonicity: monotonicity,
            range: [bins.range.low, bins.range.high],
            standardErrors: spreads
        )
    }

    /// A category never seen is one more draw among categories, so where none were rare it takes their mean, each one vote,
    /// and not the mean over rows, which the frequent ones rule.
    private func categorical(
        _ bins: FeatureBins,
        _ values: [Double],
        _ weights: [Double],
        _ errors: [Double]?,
        _ step: Double
    ) -> FeatureEffect {
        let count = bins.categories.count
        let mean = values.prefix(count).reduce(0, +) / Double(max(1, count))
        return FeatureEffect(
            name: bins.name,
            kind: .categorical,
            thresholds: [],
            categories: bins.categories,
            values: Array(values.prefix(count)),
            missingValue: values[bins.missing],
            otherValue: bins.hasOtherBin ? values[count] : (mean / step).rounded() * step,
            weights: Array(weights.prefix(count)),
            missingWeight: weights[bins.missing],
            otherWeight: bins.hasOtherBin ? weights[count] : 0,
            monotonicity: .none,
            range: [],
            standardErrors: errors.map { Array($0.prefix(count)) }
        )
    }
}
