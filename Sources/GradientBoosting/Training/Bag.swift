/// One copy of the model in training: its rows, its held-out rows, and the tables it has grown.
final class Bag: @unchecked Sendable {
    /// The held-out rows by their place among all rows.
    let heldRows: [Int]
    let training: RowStore
    let held: RowStore?
    let base: Double
    private let booster: Booster
    private let kernel: any LossKernel
    private let trainingOffsets: [Double]?
    private let heldOffsets: [Double]?
    private let heldWeight: Double
    private var pairBooster: PairBooster?

    init(
        options: BoostingOptions,
        kernel: any LossKernel,
        monotone: [Monotonicity],
        training: RowStore,
        held: RowStore?,
        heldRows: [Int],
        trainingOffsets: [Double]?,
        heldOffsets: [Double]?
    ) {
        self.kernel = kernel
        self.training = training
        self.held = held
        self.heldRows = heldRows
        heldWeight = held.map { $0.exactWeights?.reduce(0, +) ?? Double($0.count) } ?? 0
        self.trainingOffsets = trainingOffsets
        self.heldOffsets = heldOffsets
        base = kernel.baseScore(training, offsets: trainingOffsets)
        let base = self.base
        booster = Booster(
            options: options,
            kernel: kernel,
            monotone: monotone,
            training: training,
            held: held,
            trainingScores: { base + (trainingOffsets?[$0] ?? 0) },
            heldScores: (0..<(held?.count ?? 0)).map { base + (heldOffsets?[$0] ?? 0) }
        )
    }

    /// The main effects' bin values, feature by feature.
    var tables: [[Double]] { booster.tables }
    /// The pairs' cell values.
    var pairTables: [[Double]] { pairBooster?.tables ?? [] }
    /// Rounds kept and run.
    var rounds: (kept: Int, run: Int) { (booster.roundsKept, booster.roundsRun) }
    /// The mean held-out loss after each round.
    var heldLosses: [Double] { booster.heldLosses }
    /// The rows of each bin, 256 entries a feature.
    var counts: [Double] { booster.counts }

    /// Boosts the main effects.
    func boostMains(progress: ((Progress) -> Void)?) { booster.run(progress: progress) }

    /// Runs so many more rounds of the main effects.
    func advance(_ count: Int) { booster.advance(count) }
    /// The held-out loss of the main effects, summed over the weight.
    var heldMainLoss: Double { heldWeight > 0 ? booster.heldLoss() * heldWeight : 0 }
    /// Remembers the main effects as they are.
    func keepMains() { booster.keep() }
    /// Goes back to the main effects remembered last.
    func restoreMains() { booster.restore() }
    /// The held-out loss with pairs, summed over the weight.
    var heldPairLoss: Double { heldWeight > 0 ? (pairBooster?.heldLoss() ?? 0) * heldWeight : 0 }

    /// Held-out scores of the main effects, offsets included.
    func heldMainScores() -> [Double] {
        held.map { $0.scores(base: base, offsets: heldOffsets, tables: tables) } ?? []
    }

    /// Makes the booster of pairs, with states at the main effects' scores.
    func preparePairs(_ options: BoostingOptions, _ pairOptions: PairOptions, _ grid: PairGrid, _ monotone: [Monotonicity], threads: Int)
        -> PairBooster
    {
        training.setStates(kernel, scores: training.scores(base: base, offsets: trainingOffsets, tables: tables))
        let booster = PairBooster(
            options: options,
            pairOptions: pairOptions,
            kernel: kernel,
            rows: training,
            held: held,
            grid: grid,
            monotone: monotone,
            threads: threads
        )
        pairBooster = booster
        return booster
    }

    /// Takes the pairs of a booster made before.
    func usePairs(of booster: PairBooster) { pairBooster = booster }

    /// What each pair adds to each held-out row.
    func heldPairEffects(_ pairs: [FeaturePair]) -> [[Double]] { pairBooster?.heldEffects(pairs) ?? [] }
}

extension RowStore {
    /// The scores of the rows under these bin values.
    func scores(base: Double, offsets: [Double]?, tables: [[Double]]) -> [Double] {
        var scores = offsets?.map { base + $0 } ?? [Double](repeating: base, count: count)
        for (feature, values) in tables.enumerated() {
            let bins = table.bins(feature)
            values.withUnsafeBufferPointer { values in
                scores.withUnsafeMutableBufferPointer { scores in
                    for row in scores.indices { scores[row] += values[Int(bins[row])] }
                }
            }
        }
        return scores
    }

    /// Sets the states to those of rows with these scores.
    func setStates(_ kernel: any LossKernel, scores: [Double]) {
        for row in 0..<count { states[row] = kernel.state(score: scores[row], label: exactLabels[row]) }
    }
}

extension LossKernel {
    /// The constant that fits best: in closed form, or by Newton's steps where rows start from offsets.
    func baseScore(_ rows: RowStore, offsets: [Double]?) -> Double {
        guard let offsets else { return baseScore(labels: rows.exactLabels, weights: rows.exactWeights) }
        if isAdditive { return baseScore(labels: zip(rows.exactLabels, offsets).map { $0 - $1 }, weights: rows.exactWeights) }
        var base = 0.0
        let steps: [Float] = [0]
        for _ in 0..<20 {
            rows.setStates(self, scores: offsets.map { base + $0 })
            steps.withUnsafeBufferPointer { steps in
                if let steps = steps.baseAddress { update(rows.block(0, rows.count, moved: nil, steps: steps)) }
            }
            var sum = SIMD2<Double>.zero
            for row in 0..<rows.count { sum += SIMD2<Double>(rows.pairs[row]) }
            // A step is bounded so that a poor start cannot throw the score away.
            let move = -sum.x / max(sum.y, 1e-12)
            base += min(max(move, -2), 2)
            if abs(move) < 1e-9 { break }
        }
        return base
    }
}
