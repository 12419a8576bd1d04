/// What the groups of a job say of a limit, for a job with little history of its own.
package struct SiblingFit: Sendable {
    /// One group.
    struct Group: Sendable {
        let needs: [Double]
        /// Limits that ran out and were not explained since.
        let open: [Double]
        let mean: Double
        let spread: Double
        /// How much the group says, from 0 to below 1.
        let weight: Double
        let count: Int
    }

    let groups: [Group]
    /// The group of least spread.
    let closest: Group
    /// The widest group.
    let widest: Group

    /// Runs in the closest group.
    package var closestCount: Int { closest.count }
    /// Spread of the closest group.
    package var closestSpread: Double { closest.spread }
    /// Mean of the closest group's needs, on the log scale.
    package var closestMean: Double { closest.mean }
    /// Largest need in the closest group.
    package var closestLargest: Double { closest.needs.last ?? closest.open.last ?? closest.mean }
    /// Median need of the widest group.
    package var widestMedian: Double { widest.needs.isEmpty ? widest.mean : widest.needs[widest.needs.count / 2] }

    /// Looks at the groups that hold a run with a known need; nil if there is none.
    package init?(_ histories: [JobHistory]) {
        var all: [Group] = []
        var parentSpread = 1.0
        var parentMean: Double?
        for history in histories where history.count + history.openLimits.count > 0 && history.count > 0 {
            let needs = history.sortedNeeds
            let n = Double(needs.count)
            // A group of few runs leans on the widest one.
            let plain = needs.reduce(0, +) / n
            let prior = parentMean ?? plain
            let mean = (plain * n + prior * 0.5) / (n + 0.5)
            var square = 0.0
            for need in needs { square += (need - mean) * (need - mean) }
            let spread = ((square + 2 * parentSpread * parentSpread) / (n + 2)).squareRoot() * (1 + 1 / n).squareRoot()
            if parentMean == nil {
                parentMean = plain
                parentSpread = max(0.1, (square / n).squareRoot())
            }
            all.append(
                Group(
                    needs: needs,
                    open: history.openLimits,
                    mean: mean,
                    spread: spread,
                    weight: n / (n + 3),
                    count: needs.count
                )
            )
        }
        guard let first = all.first else { return nil }
        groups = all
        widest = first
        closest = all.dropFirst().min { $0.spread < $1.spread } ?? first
    }

    /// Log-odds that a need of the group is at most `limit`, from smoothed counts; `lean` is the probability they lean on.
    static func logOdds(_ group: Group, limit: Double, lean: Double, strength: Double) -> Double {
        let under = Double(group.needs.lowerBound(limit.nextUp))
        let exceeded = Double(group.open.count - group.open.lowerBound(limit))
        return ((under + strength * lean) / (Double(group.needs.count) + exceeded + strength)).logit
    }

    /// Log-odds by counts in the widest group, in the closest leaning on the widest, and in all of them.
    package func logOdds(limit: Double) -> (widest: Double, closest: Double, joined: Double) {
        let wide = Self.logOdds(widest, limit: limit, lean: 0.5, strength: 1)
        let lean = wide.logistic
        let close = Self.logOdds(closest, limit: limit, lean: lean, strength: 1)
        var sum = 0.0
        for group in groups.dropFirst() {
            sum += group.weight * (Self.logOdds(group, limit: limit, lean: lean, strength: 1) - wide)
        }
        // Each group moves the widest's odds by what it knows more; half, because groups overlap.
        return (wide, close, wide + 0.5 * sum)
    }
}
