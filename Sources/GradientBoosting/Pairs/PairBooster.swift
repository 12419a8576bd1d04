/// The rounds that add pairwise terms to one bag, turn by turn over the chosen pairs.
final class PairBooster {
    private let options: BoostingOptions
    private let pairOptions: PairOptions
    private let kernel: any LossKernel
    private let rows: RowStore
    private let columns: PairColumns
    private let held: RowStore?
    private let heldColumns: PairColumns?
    private let finder: PairFinder
    private let grid: PairGrid
    private let axes: [PairFinder.Axis]
    private let pass: PairPass

    /// The values of each pair's cells, row by row of the first feature.
    private(set) var tables: [[Double]] = []
    /// Turns kept.
    private(set) var roundsKept = 0
    /// The mean held-out loss before the first turn and after each.
    private(set) var heldLosses: [Double] = []

    init(
        options: BoostingOptions,
        pairOptions: PairOptions,
        kernel: any LossKernel,
        rows: RowStore,
        held: RowStore?,
        grid: PairGrid,
        monotone: [Monotonicity],
        threads: Int
    ) {
        self.options = options
        self.pairOptions = pairOptions
        self.kernel = kernel
        self.rows = rows
        self.held = held
        self.grid = grid
        columns = PairColumns(table: rows.table, grid: grid, threads: threads)
        heldColumns = held.map { PairColumns(table: $0.table, grid: grid, threads: threads) }
        finder = PairFinder(options)
        axes = rows.table.features.indices.map {
            PairFinder.Axis(
                size: grid.sizes[$0],
                monotonicity: monotone[$0],
                isCategorical: rows.table.features[$0].isCategorical
            )
        }
        pass = PairPass(rows: rows, columns: columns, kernel: kernel, threads: threads)
    }

    /// Every pair with how much its best cross gains beyond its cuts, at the rows' present states.
    func interactions() -> [(pair: FeaturePair, gain: Double)] {
        pass.refresh()
        let usable = axes.indices.filter { axes[$0].size > 2 }
        var pairs: [FeaturePair] = []
        for (position, first) in usable.enumerated() {
            for second in usable[(position + 1)...] { pairs.append(FeaturePair(first: first, second: second)) }
        }
        var gains = [Double](repeating: 0, count: pairs.count)
        gains.withUnsafeMutableBufferPointer { gains in
            nonisolated(unsafe) let gains = gains
            nonisolated(unsafe) let booster = self
            concurrently(pairs.count, threads: pass.threads) { index in
                gains[index] = booster.interaction(pairs[index])
            }
        }
        return zip(pairs, gains).map { ($0, $1) }
    }

    private func interaction(_ pair: FeaturePair) -> Double {
        let (first, second) = (axes[pair.first], axes[pair.second])
        var cells = [SIMD2<Double>](repeating: .zero, count: first.size * second.size)
        var counts = [Double](repeating: 0, count: cells.count)
        // An even sample ranks pairs as well and keeps the cost from growing with the rows.
        let stride = max(1, rows.count / 200_000)
        let (a, b) = (columns.bins(pair.first), columns.bins(pair.second))
        var row = 0
        while row < rows.count {
            let cell = Int(a[row]) * second.size + Int(b[row])
            cells[cell] += SIMD2<Double>(rows.pairs[row])
            counts[cell] += 1
            row += stride
        }
        return finder.interaction(cells, counts, first, second)
    }

    /// Boosts the pairs from the rows' present states.
    func run(_ pairs: [FeaturePair], heldScores: [Double]) {
        tables = pairs.map { [Double](repeating: 0, count: axes[$0.first].size * axes[$0.second].size) }
        let counts = pairs.map { pass.counts($0, width: axes[$0.second].size, cells: axes[$0.first].size * axes[$0.second].size) }
        var heldScores = heldScores
        var bestTables = tables
        var bestLoss = Double.infinity
        if let held {
            bestLoss = Booster.meanLoss(kernel, held, heldScores)
            heldLosses = [bestLoss]
        }
        var move: PairPass.Move?
        for round in 0..<pairOptions.rounds {
            var isMoved = false
            for (index, pair) in pairs.enumerated() {
                let (first, second) = (axes[pair.first], axes[pair.second])
                let cells = pass.run(move: move, pair: pair, width: second.size, cells: first.size * second.size)
                move = nil
                guard let tree = finder.best(cells, counts[index], first, second) else { continue }
                isMoved = true
                let deltas = tree.leaves.map { $0 * options.learningRate }
                for cell in tables[index].indices { tables[index][cell] += deltas[Int(tree.leafOfCell[cell])] }
                move = PairPass.Move(pair: pair, width: second.size, leafOfCell: tree.leafOfCell, steps: deltas.map { kernel.step($0) })
                if let heldColumns {
                    let (a, b) = (heldColumns.bins(pair.first), heldColumns.bins(pair.second))
                    for row in heldScores.indices {
                        heldScores[row] += deltas[Int(tree.leafOfCell[Int(a[row]) * second.size + Int(b[row])])]
                    }
                }
            }
            if !isMoved { break }
            if let held {
                let loss = Booster.meanLoss(kernel, held, heldScores)
                heldLosses.append(loss)
                if loss < bestLoss {
                    bestLoss = loss
                    bestTables = tables
                    roundsKept = round + 1
                }
                if round + 1 - roundsKept >= pairOptions.earlyStoppingRounds { break }
            } else {
                roundsKept = round + 1
            }
        }
        if held != nil { tables = bestTables }
    }

    /// What each pair adds to each held-out row, pair by pair.
    func heldEffects(_ pairs: [FeaturePair]) -> [[Double]] {
        guard let heldColumns else { return [] }
        return pairs.enumerated().map { index, pair in
            let (a, b) = (heldColumns.bins(pair.first), heldColumns.bins(pair.second))
            let width = axes[pair.second].size
            return (0..<heldColumns.rowCount).map { tables[index][Int(a[$0]) * width + Int(b[$0])] }
        }
    }
}
