/// The rounds that add pairwise terms to one bag, turn by turn over the chosen pairs.
final class PairBooster {
    private let options: BoostingOptions
    private let pairOptions: PairOptions
    private let kernel: any LossKernel
    let rows: RowStore
    let columns: PairColumns
    private let held: RowStore?
    private let heldColumns: PairColumns?
    let finder: PairFinder
    private let grid: PairGrid
    let axes: [PairFinder.Axis]
    let pass: PairPass

    /// The values of each pair's cells, row by row of the first feature.
    private(set) var tables: [[Double]] = []
    /// Turns kept.
    private(set) var roundsKept = 0
    /// The mean held-out loss before the first turn and after each.
    private(set) var heldLosses: [Double] = []

    private var pairs: [FeaturePair] = []
    private var isActive: [Bool] = []
    private var counts: [[Double]] = []
    private var heldScores: [Double] = []
    private var keptTables: [[Double]] = []
    private var move: PairPass.Move?
    private var turns = 0
    private var generator: SeededGenerator

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
        generator = SeededGenerator(seed: options.seed ^ 0x7061_6972)
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

    /// Boosts the pairs from the rows' present states.
    func run(_ pairs: [FeaturePair], heldScores: [Double]) {
        start(pairs, heldScores: heldScores)
        var bestLoss = Double.infinity
        if held != nil {
            bestLoss = heldLoss()
            heldLosses = [bestLoss]
        }
        for _ in 0..<pairOptions.rounds {
            if !turn() { break }
            if held == nil {
                keep()
                continue
            }
            let loss = heldLoss()
            heldLosses.append(loss)
            if loss < bestLoss {
                bestLoss = loss
                keep()
            }
            if turns - roundsKept >= pairOptions.earlyStoppingRounds { break }
        }
        restore()
    }

    /// Starts empty tables for the pairs from the rows' present states; those of inactive pairs stay empty.
    func start(_ pairs: [FeaturePair], active: Set<FeaturePair>? = nil, heldScores: [Double]) {
        self.pairs = pairs
        isActive = pairs.map { active?.contains($0) ?? true }
        self.heldScores = heldScores
        tables = pairs.map { [Double](repeating: 0, count: axes[$0.first].size * axes[$0.second].size) }
        counts = pairs.map { pass.counts($0, width: axes[$0.second].size, cells: axes[$0.first].size * axes[$0.second].size) }
        keep()
    }

    /// Adds a tree to each pair; whether any pair took one.
    func turn() -> Bool {
        let rate = pairOptions.learningRate ?? options.learningRate
        let isRandom = turns < pairOptions.smoothingRounds
        turns += 1
        var isMoved = false
        for (index, pair) in pairs.enumerated() where isActive[index] {
            let (first, second) = (axes[pair.first], axes[pair.second])
            let cells = pass.run(move: move, pair: pair, width: second.size, cells: first.size * second.size)
            move = nil
            let found =
                isRandom
                ? finder.drawn(cells, counts[index], first, second, by: (generator.unit(), generator.unit()))
                : finder.best(cells, counts[index], first, second)
            // A draw that fits no rows says nothing about the next.
            if isRandom { isMoved = true }
            guard let tree = found else { continue }
            isMoved = true
            let deltas = tree.leaves.map { $0 * rate }
            for cell in tables[index].indices { tables[index][cell] += deltas[Int(tree.leafOfCell[cell])] }
            move = PairPass.Move(pair: pair, width: second.size, leafOfCell: tree.leafOfCell, steps: deltas.map { kernel.step($0) })
            if let heldColumns {
                let (a, b) = (heldColumns.bins(pair.first), heldColumns.bins(pair.second))
                for row in heldScores.indices {
                    heldScores[row] += deltas[Int(tree.leafOfCell[Int(a[row]) * second.size + Int(b[row])])]
                }
            }
        }
        return isMoved
    }

    /// The mean loss of the held-out rows at the present tables; zero if there are none.
    func heldLoss() -> Double { held.map { Booster.meanLoss(kernel, $0, heldScores) } ?? 0 }

    /// Remembers the tables as they are.
    func keep() {
        keptTables = tables
        roundsKept = turns
    }

    /// Goes back to the tables remembered last.
    func restore() { tables = keptTables }

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
