extension TrainingRun {
    /// Rounds between looks at the held-out loss.
    private var stride: Int { options.schedule == .cyclic ? all.table.features.count : 8 }

    /// Boosts the main effects of all bags in step and stops them at the round of least loss over all held-out rows.
    ///
    /// Each bag's own held-out loss is the mean of few rows, and its least is as often luck as skill; the sum over the bags
    /// looks at every row.
    func boostTogether() {
        let features = all.table.features.count
        let smoothing = options.smoothingRounds * features
        let patience = options.earlyStoppingRounds * (options.schedule == .cyclic ? features : 1)
        var best = Double.infinity
        var bestRound = 0
        var round = 0
        while round < options.rounds {
            let step = min(round < smoothing ? features : stride, options.rounds - round)
            eachBag { $0.advance(step) }
            round += step
            let loss = heldLoss(\.heldMainLoss)
            if loss < best {
                best = loss
                bestRound = round
                for bag in bags { bag.keepMains() }
            }
            if round - bestRound >= patience { break }
        }
        for bag in bags { bag.restoreMains() }
    }

    /// Boosts the pairs of each bag's ranking, then the first third of them, and so on, and stays with fewer where held-out rows
    /// clearly gain.
    ///
    /// Pairs that are boosted together stop together: many that are chance stop those that are not before they are learnt. On
    /// few rows the mean of many weak pairs is as good, and the least of several noisy losses no better, so fewer must win by
    /// a standard error.
    func boostByNumber(
        _ rankings: [[FeaturePair]],
        _ first: [PairBooster],
        _ pairOptions: PairOptions,
        again: () -> [PairBooster]
    ) {
        struct Attempt {
            let pairs: [FeaturePair]
            let kept: [Int]
            let scores: [Double]
            let boosters: [PairBooster]
        }
        func attempt(_ count: Int, _ boosters: [PairBooster]) -> Attempt {
            let own = rankings.map { Set($0.prefix(count)) }
            pairs = own.reduce(into: Set()) { $0.formUnion($1) }.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
            boostTogether(boosters, own, pairOptions)
            prune()
            return Attempt(pairs: pairs, kept: keptPairs, scores: outOfBagScores ?? [], boosters: boosters)
        }
        var count = rankings.map(\.count).max() ?? 0
        if count == 0 { return }
        var best = attempt(count, first)
        while count > 1 {
            count = (count + 2) / 3
            let fewer = attempt(count, again())
            if isClearGain(from: best.scores, to: fewer.scores) { best = fewer }
        }
        pairs = best.pairs
        keptPairs = best.kept
        outOfBagScores = best.scores
        for (bag, booster) in zip(bags, best.boosters) { bag.usePairs(of: booster) }
    }

    /// Whether the rows' losses fall by more than a standard error of their mean change.
    private func isClearGain(from old: [Double], to new: [Double]) -> Bool {
        var sum = 0.0
        var squares = 0.0
        for row in new.indices {
            let label = all.exactLabels[row]
            let gain = kernel.loss(score: old[row], label: label) - kernel.loss(score: new[row], label: label)
            let weighted = gain * (all.exactWeights?[row] ?? 1)
            sum += weighted
            squares += weighted * weighted
        }
        let count = Double(max(1, new.count))
        return sum > (max(0, squares - sum * sum / count)).squareRoot()
    }

    /// Boosts the pairs of all bags in step, likewise.
    func boostTogether(_ boosters: [PairBooster], _ active: [Set<FeaturePair>], _ pairOptions: PairOptions) {
        concurrently(bags.count, threads: options.threads) {
            boosters[$0].start(pairs, active: active[$0], heldScores: bags[$0].heldMainScores())
        }
        var best = heldLoss(\.heldPairLoss)
        var bestTurn = 0
        for turn in 1...pairOptions.rounds {
            concurrently(bags.count, threads: options.threads) { _ = boosters[$0].turn() }
            let loss = heldLoss(\.heldPairLoss)
            if loss < best {
                best = loss
                bestTurn = turn
                for booster in boosters { booster.keep() }
            }
            if turn - bestTurn >= pairOptions.earlyStoppingRounds { break }
        }
        for booster in boosters { booster.restore() }
    }

    /// Bags in their order, so that the sum has the same bits on any number of threads.
    private func heldLoss(_ loss: KeyPath<Bag, Double>) -> Double {
        let losses = Slots<Double>(count: bags.count)
        concurrently(bags.count, threads: options.threads) { losses[$0] = bags[$0][keyPath: loss] }
        return losses.values.reduce(0, +)
    }

    /// The pairs left after those are dropped, one by one, without which held-out rows lose nothing.
    ///
    /// Of two pairs that stand in for each other either can go, but not both: each is judged after those that went before.
    ///
    /// - Parameters:
    ///   - effects: What each pair adds to each of `rows`.
    ///   - everything: The scores of the rows with all pairs.
    ///   - losses: The mean loss without each pair alone.
    func dropping(_ effects: [[Double]], from everything: [Double], _ losses: [Double], _ rows: RowStore) -> [Int] {
        var scores = everything
        let whole = Booster.meanLoss(kernel, rows, scores)
        var least = whole
        var kept = Set(pairs.indices)
        for pair in pairs.indices.sorted(by: { (losses[$0], $0) < (losses[$1], $1) }) where losses[pair] <= whole {
            let without = zip(scores, effects[pair]).map { $0 - $1 }
            let loss = Booster.meanLoss(kernel, rows, without)
            if loss > least { continue }
            scores = without
            least = loss
            kept.remove(pair)
        }
        return kept.sorted()
    }
}
