/// One training run on binned rows: its bags, its pairs, and what they add up to.
final class TrainingRun {
    let options: BoostingOptions
    let kernel: any LossKernel
    private let monotone: [Monotonicity]
    let all: RowStore
    private let held: RowStore?
    private let offsets: [Double]?
    private let heldOffsets: [Double]?
    var bags: [Bag] = []
    var pairs: [FeaturePair] = []
    private var grid: PairGrid?
    /// Which of the boosted pairs are kept.
    var keptPairs: [Int] = []

    /// The bag that leaves out each training row.
    var folds: [Int] = []

    /// For each training row the score from the bag that never saw it.
    var outOfBagScores: [Double]?

    init(
        options: BoostingOptions,
        kernel: any LossKernel,
        monotone: [Monotonicity],
        all: RowStore,
        held: RowStore?,
        offsets: [Double]?,
        heldOffsets: [Double]?
    ) {
        self.options = options
        self.kernel = kernel
        self.monotone = monotone
        self.all = all
        self.held = held
        self.offsets = offsets
        self.heldOffsets = heldOffsets
    }

    var isBagged: Bool { options.bags > 1 }

    /// Boosts main effects and pairs.
    func boost(groups: [String]?, progress: ((Progress) -> Void)?) {
        if isBagged {
            makeBags(groups)
            if options.stopsTogether { boostTogether() } else { eachBag { $0.boostMains(progress: nil) } }
            var scores = [Double](repeating: 0, count: all.count)
            for bag in bags { for (row, score) in zip(bag.heldRows, bag.heldMainScores()) { scores[row] = score } }
            outOfBagScores = scores
        } else {
            bags = [
                Bag(
                    options: options,
                    kernel: kernel,
                    monotone: monotone,
                    training: all,
                    held: held,
                    heldRows: Array(0..<(held?.count ?? 0)),
                    trainingOffsets: offsets,
                    heldOffsets: heldOffsets
                )
            ]
            bags[0].boostMains(progress: progress)
        }
        if let pairOptions = options.pairs, all.table.features.count > 1 { boostPairs(pairOptions) }
    }

    private func makeBags(_ groups: [String]?) {
        var generator = SeededGenerator(seed: options.seed ^ 0x6261_6773)
        let fold: [Int]
        if let groups {
            let names = Set(groups).sorted().shuffled(using: &generator)
            var places: [String: Int] = [:]
            for (place, name) in names.enumerated() { places[name] = place % options.bags }
            fold = groups.map { places[$0] ?? 0 }
        } else {
            var places = [Int](repeating: 0, count: all.count)
            for (place, row) in Array(0..<all.count).shuffled(using: &generator).enumerated() { places[row] = place % options.bags }
            fold = places
        }
        folds = fold
        let made = Slots<Bag>(count: options.bags)
        concurrently(options.bags, threads: options.threads) { index in
            let inside = fold.indices.filter { fold[$0] != index }
            let outside = fold.indices.filter { fold[$0] == index }
            if inside.isEmpty { return }
            func store(_ rows: [Int]) -> RowStore {
                RowStore(
                    table: BinnedTable(all.table, rows: rows, threads: 1),
                    labels: pick(all.exactLabels, rows),
                    weights: all.exactWeights.map { pick($0, rows) }
                )
            }
            var options = options
            options.seed = options.seed &+ UInt64(index)
            options.threads = 1
            made[index] = Bag(
                options: options,
                kernel: kernel,
                monotone: monotone,
                training: store(inside),
                held: outside.isEmpty ? nil : store(outside),
                heldRows: outside,
                trainingOffsets: offsets.map { pick($0, inside) },
                heldOffsets: offsets.map { pick($0, outside) }
            )
        }
        bags = made.values
    }

    func eachBag(_ body: (Bag) -> Void) {
        concurrently(bags.count, threads: isBagged ? options.threads : 1) { body(bags[$0]) }
    }

    private func boostPairs(_ pairOptions: PairOptions) {
        let grid = PairGrid(
            features: all.table.features,
            counts: isBagged ? Booster.counts(all, threads: options.threads) : bags[0].counts,
            maximumBins: pairOptions.bins
        )
        self.grid = grid
        let boosters = pairBoosters(pairOptions, grid)
        let count = pairOptions.count ?? 3 * all.table.features.count
        // Bags rank pairs by gradients at scores that never saw their row, so that what is overfitted does not look like interaction.
        let ranker = outOfBagScores.map { scores in
            all.setStates(kernel, scores: scores)
            return PairBooster(
                options: options,
                pairOptions: pairOptions,
                kernel: kernel,
                rows: all,
                held: nil,
                grid: grid,
                monotone: monotone,
                threads: options.threads
            )
        }
        if let ranker, options.stopsTogether {
            boostByNumber(rankings(ranker, count), boosters, pairOptions) { pairBoosters(pairOptions, grid) }
            return
        }
        let ranking = (ranker ?? boosters[0]).interactions()
        pairs = Self.ranked(ranking, count)
        if pairs.isEmpty { return }
        concurrently(bags.count, threads: isBagged ? options.threads : 1) { index in
            boosters[index].run(pairs, heldScores: bags[index].heldMainScores())
        }
        prune()
    }

    /// The pairs of largest gain, of equal ones the earlier first.
    private static func ranked(_ gains: [(pair: FeaturePair, gain: Double)], _ count: Int) -> [FeaturePair] {
        gains.enumerated().filter { $0.element.gain > 0 }
            .sorted { ($1.element.gain, $0.offset) < ($0.element.gain, $1.offset) }
            .prefix(count).map(\.element.pair)
    }

    /// Each bag's ranking, from rows that it does not leave out.
    ///
    /// A ranking that saw the rows left out would pick the pairs that chance made look like interaction in those rows too, and
    /// they could no longer tell.
    private func rankings(_ ranker: PairBooster, _ count: Int) -> [[FeaturePair]] {
        let gains = ranker.interactions(outside: folds, count: options.bags)
        return (0..<options.bags).map { bag in Self.ranked(gains.map { ($0.pair, $0.gains[bag]) }, count) }
    }

    /// A booster of pairs for each bag, at the scores of its main effects.
    private func pairBoosters(_ pairOptions: PairOptions, _ grid: PairGrid) -> [PairBooster] {
        var bagOptions = options
        if isBagged { bagOptions.threads = 1 }
        let boosters = Slots<PairBooster>(count: bags.count)
        concurrently(bags.count, threads: isBagged ? options.threads : 1) { index in
            boosters[index] = bags[index].preparePairs(bagOptions, pairOptions, grid, monotone, threads: bagOptions.threads)
        }
        return boosters.values
    }

    /// Keeps the pairs without which held-out rows would lose; all of them where no rows are held out.
    func prune() {
        let rows = isBagged ? all : held
        guard let rows else {
            keptPairs = Array(pairs.indices)
            return
        }
        var mains = [Double](repeating: 0, count: rows.count)
        var effects = pairs.map { _ in [Double](repeating: 0, count: rows.count) }
        for bag in bags {
            let scores = bag.heldMainScores()
            let added = bag.heldPairEffects(pairs)
            for (position, row) in bag.heldRows.enumerated() {
                mains[row] = scores[position]
                for pair in pairs.indices { effects[pair][row] = added[pair][position] }
            }
        }
        func total(_ kept: [Int]) -> [Double] {
            var scores = mains
            for pair in kept { for row in scores.indices { scores[row] += effects[pair][row] } }
            return scores
        }
        let everything = total(Array(pairs.indices))
        let loss = Booster.meanLoss(kernel, rows, everything)
        var losses = [Double](repeating: 0, count: pairs.count)
        losses.withUnsafeMutableBufferPointer { losses in
            nonisolated(unsafe) let losses = losses
            concurrently(pairs.count, threads: options.threads) { pair in
                losses[pair] = Booster.meanLoss(kernel, rows, zip(everything, effects[pair]).map { $0 - $1 })
            }
        }
        keptPairs =
            options.stopsTogether ? dropping(effects, from: everything, losses, rows) : pairs.indices.filter { losses[$0] > loss }
        var scores = total(keptPairs)
        if Booster.meanLoss(kernel, rows, scores) >= Booster.meanLoss(kernel, rows, mains) {
            keptPairs = []
            scores = mains
        }
        if isBagged { outOfBagScores = scores }
    }

    /// The mean of the bags as a model.
    func collapsed() -> AdditiveModel {
        let collapse = Collapse(
            objective: options.objective,
            features: all.table.features,
            monotone: monotone,
            rows: all,
            grid: grid,
            pairs: keptPairs.map { pairs[$0] }
        )
        let copies = bags.map { bag in
            Collapse.Copy(base: bag.base, tables: bag.tables, pairTables: keptPairs.map { bag.pairTables[$0] })
        }
        return collapse.model(copies, calibration: calibration())
    }

    /// Calibration on rows that their bag never saw, else on held-out rows; offsets would not be known to the model, so none then.
    private func calibration() -> Calibration? {
        if options.objective != .logLoss || offsets != nil { return nil }
        if let outOfBagScores { return Calibration(scores: outOfBagScores, labels: all.exactLabels, weights: all.exactWeights) }
        guard let held else { return nil }
        return Calibration(scores: meanScores(held, nil), labels: held.exactLabels, weights: held.exactWeights)
    }

    /// The account of the run, times left at zero.
    func report() -> TrainingReport {
        let kept = bags.map(\.rounds.kept)
        var report = TrainingReport(
            rounds: (kept.reduce(0, +) + kept.count / 2) / max(1, kept.count),
            roundsRun: bags.map(\.rounds.run).max() ?? 0,
            trainingRows: all.count,
            validationRows: held?.count ?? 0,
            trainingLoss: Booster.meanLoss(kernel, all, meanScores(all, offsets)),
            validationLoss: held.map { Booster.meanLoss(kernel, $0, meanScores($0, heldOffsets)) },
            validationLosses: isBagged ? [] : bags[0].heldLosses,
            binningSeconds: 0,
            boostingSeconds: 0
        )
        report.pairs = keptPairs.count
        report.outOfBagLoss = outOfBagScores.map { Booster.meanLoss(kernel, all, $0) }
        return report
    }

    private func meanScores(_ rows: RowStore, _ offsets: [Double]?) -> [Double] {
        let copies = Double(bags.count)
        var mean = all.table.features.map { [Double](repeating: 0, count: $0.count + 1) }
        for bag in bags {
            for feature in mean.indices { for bin in mean[feature].indices { mean[feature][bin] += bag.tables[feature][bin] / copies } }
        }
        var scores = rows.scores(base: bags.map(\.base).reduce(0, +) / copies, offsets: offsets, tables: mean)
        guard let grid, !keptPairs.isEmpty else { return scores }
        let columns = PairColumns(table: rows.table, grid: grid, threads: options.threads)
        for index in keptPairs {
            let (a, b) = (columns.bins(pairs[index].first), columns.bins(pairs[index].second))
            let width = grid.sizes[pairs[index].second]
            for bag in bags {
                let values = bag.pairTables[index]
                for row in scores.indices { scores[row] += values[Int(a[row]) * width + Int(b[row])] / copies }
            }
        }
        return scores
    }
}
