/// The rounds of one training run, adding stumps to one table of values a feature.
final class Booster {
    private let options: BoostingOptions
    private let kernel: any LossKernel
    private let features: [FeatureBins]
    private let monotone: [Monotonicity]
    private let training: RowStore
    private let held: RowStore?
    private let search: SplitSearch
    private var generator: SeededGenerator

    /// The values of each feature's bins, the missing bin last.
    private(set) var tables: [[Double]]
    /// The mean held-out loss after each round.
    private(set) var heldLosses: [Double] = []
    /// The rows in each bin, 256 entries a feature.
    var counts: [Double] { search.counts }
    /// Rounds run.
    private(set) var roundsRun = 0
    /// Rounds kept.
    private(set) var roundsKept = 0

    private var heldScores: [Double] = []
    private var move: SplitSearch.Move?
    private var keptTables: [[Double]]

    init(
        options: BoostingOptions,
        kernel: any LossKernel,
        monotone: [Monotonicity],
        training: RowStore,
        held: RowStore?,
        trainingScores: (Int) -> Double,
        heldScores: [Double]
    ) {
        self.options = options
        self.kernel = kernel
        self.monotone = monotone
        self.training = training
        self.held = held
        self.heldScores = heldScores
        features = training.table.features
        generator = SeededGenerator(seed: options.seed)
        search = SplitSearch(rows: training, kernel: kernel, options: options, monotone: monotone)
        tables = features.map { [Double](repeating: 0, count: $0.count + 1) }
        keptTables = tables
        for row in 0..<training.count {
            training.states[row] = kernel.state(score: trainingScores(row), label: training.exactLabels[row])
        }
    }

    /// Runs the rounds.
    func run(progress: ((Progress) -> Void)?) {
        var bestLoss = Double.infinity
        for round in 0..<options.rounds {
            // Without sampling or turns the round after one that finds nothing would find nothing either.
            if !grow(), options.rowSubsample == 1, options.featureSubsample == 1, options.schedule == .greedy,
                !isSmoothing(round)
            {
                break
            }
            if held != nil {
                let loss = heldLoss()
                heldLosses.append(loss)
                if loss < bestLoss {
                    bestLoss = loss
                    keep()
                }
                progress?(Progress(round: round + 1, rounds: options.rounds, validationLoss: loss))
                if round + 1 - roundsKept >= options.earlyStoppingRounds { break }
            } else {
                roundsKept = round + 1
                progress?(Progress(round: round + 1, rounds: options.rounds, validationLoss: nil))
            }
        }
        if held != nil { restore() }
    }

    /// Runs so many more rounds, without a look at the held-out loss.
    func advance(_ count: Int) {
        for _ in 0..<count { _ = grow() }
    }

    /// Remembers the tables as they are.
    func keep() {
        keptTables = tables
        roundsKept = roundsRun
    }

    /// Goes back to the tables remembered last.
    func restore() { tables = keptTables }

    /// Adds one stump, if there is one to add.
    private func grow() -> Bool {
        let round = roundsRun
        let isRandom = isSmoothing(round)
        let wanted = isRandom ? [round % features.count] : wantedFeatures(round)
        drawRows()
        let found = search.best(after: move, wanted: wanted, draw: isRandom ? generator.unit() : nil)
        roundsRun = round + 1
        guard let (feature, split) = found else {
            move = nil
            return false
        }
        let missing = features[feature].missing
        var deltas = [Double](repeating: 0, count: missing + 1)
        for bin in 0...missing {
            deltas[bin] = (split.goesLeft(bin, missing: missing) ? split.left : split.right) * options.learningRate
            tables[feature][bin] += deltas[bin]
        }
        move = SplitSearch.Move(feature: feature, deltas: deltas, steps: deltas.map { kernel.step($0) })
        if held != nil { moveHeld(feature, deltas) }
        return true
    }

    private func isSmoothing(_ round: Int) -> Bool { round < options.smoothingRounds * features.count }

    private func wantedFeatures(_ round: Int) -> [Int] {
        if options.schedule == .cyclic { return [round % features.count] }
        let all = Array(features.indices)
        if options.featureSubsample == 1 { return all }
        let count = max(1, Int((Double(all.count) * options.featureSubsample).rounded()))
        return Array(all.shuffled(using: &generator).prefix(count)).sorted()
    }

    private func drawRows() {
        if options.rowSubsample == 1 { return }
        var mask = [Float](repeating: 0, count: training.count)
        for row in mask.indices where generator.unit() < options.rowSubsample { mask[row] = 1 }
        search.pass.mask = mask
    }

    private func moveHeld(_ feature: Int, _ deltas: [Double]) {
        guard let held else { return }
        let bins = held.table.bins(feature)
        for row in 0..<held.count { heldScores[row] += deltas[Int(bins[row])] }
    }

    /// The mean loss of the held-out rows at the present tables; zero if there are none.
    func heldLoss() -> Double {
        guard let held else { return 0 }
        return Self.meanLoss(kernel, held, heldScores)
    }

    /// The mean loss of rows at these scores.
    static func meanLoss(_ kernel: any LossKernel, _ rows: RowStore, _ scores: [Double]) -> Double {
        var sum = 0.0
        var total = 0.0
        for row in 0..<rows.count {
            let weight = rows.exactWeights?[row] ?? 1
            sum += weight * kernel.loss(score: scores[row], label: rows.exactLabels[row])
            total += weight
        }
        return sum / total
    }

    /// The rows in each bin, 256 entries a feature.
    static func counts(_ rows: RowStore, threads: Int) -> [Double] {
        let featureCount = rows.table.features.count
        var counts = [Double](repeating: 0, count: max(1, featureCount) * RowStore.binLimit)
        counts.withUnsafeMutableBufferPointer { counts in
            nonisolated(unsafe) let counts = counts
            concurrently(featureCount, threads: threads) { feature in
                let bins = rows.table.bins(feature)
                var local = [Int](repeating: 0, count: RowStore.binLimit)
                for row in 0..<rows.count { local[Int(bins[row])] += 1 }
                for bin in local.indices { counts[feature * RowStore.binLimit + bin] = Double(local[bin]) }
            }
        }
        return counts
    }
}
