/// The rungs by ascending coverage, and what one attempt at each does to the belief about the need.
///
/// Coverage `c_j` is P(need <= rung j). An attempt at `j` succeeds if the need is covered and, independently, with probability `1 - q`.
/// After failures up to rung `i`, needs above `i` keep their prior weight `1 - c_i` and the needs at or below it share the weight `L`,
/// which is all that later attempts at `j >= i` can tell of them. So `(i, L, attempts)` is the whole state.
struct LadderModel {
    struct Rung {
        /// The caller's index.
        let index: Int
        let coverage: Double
        /// Cost of a success, less its value.
        let lossIfSuccess: Double
        let costIfSuccess: Double
        /// Cost of a failure with its charge.
        let lossIfFailure: Double
    }

    /// The masses of one attempt, unnormalised.
    struct Attempt {
        let success: Double
        let failure: Double
        /// The weight of covered needs after the failure.
        let covered: Double
    }

    let rungs: [Rung]
    /// First rung with the same coverage.
    let groupStart: [Int]
    let irreducible: Double
    let maximumAttempts: Int
    /// Coverage and covered weight known before the first attempt.
    let startCoverage: Double
    let startCovered: Double

    init(rungs: [LadderRung], failed: [Double], options: LadderOptions) {
        let q = options.irreducibleFailure
        irreducible = q
        maximumAttempts = options.maximumAttempts
        let dearest = rungs.reduce(options.failureCharge) { max($0, $1.costIfSuccess, $1.costIfFailure + options.failureCharge) }
        let value = options.successValue.usd ?? 1e6 * max(dearest, .leastNormalMagnitude)
        let sorted = rungs.enumerated().map { index, rung in
            Rung(
                index: index,
                coverage: min(1, rung.successProbability / (1 - q)),
                lossIfSuccess: rung.costIfSuccess - value,
                costIfSuccess: rung.costIfSuccess,
                lossIfFailure: rung.costIfFailure + options.failureCharge
            )
        }.sorted { ($0.coverage, $0.costIfSuccess, $0.index) < ($1.coverage, $1.costIfSuccess, $1.index) }
        self.rungs = sorted
        var groups: [Int] = []
        for (index, rung) in sorted.enumerated() {
            groups.append(index > 0 && sorted[index - 1].coverage == rung.coverage ? groups[index - 1] : index)
        }
        groupStart = groups

        // A need between two failed coverages was tried by every attempt above it: one factor q each.
        let coverages = failed.map { min(1, $0 / (1 - q)) }.sorted()
        var covered = 0.0
        for coverage in Set(coverages).sorted() {
            let below = coverages.last { $0 < coverage } ?? 0
            let attempts = coverages.count { $0 >= coverage }
            var weight = coverage - below
            for _ in 0..<attempts { weight *= q }
            covered += weight
        }
        startCoverage = coverages.last ?? 0
        startCovered = covered
    }

    /// The first rung allowed at the start: ladders never descend.
    var firstRung: Int { rungs.partitioningIndex { $0.coverage >= startCoverage } }

    /// The weight of everything still possible at the start.
    var startMass: Double { startCovered + (1 - startCoverage) }

    @inline(__always)
    func attempt(at rung: Int, fromCoverage coverage: Double, covered: Double) -> Attempt {
        let reached = covered + (rungs[rung].coverage - coverage)
        let spurious = irreducible * reached
        return Attempt(
            success: reached - spurious,
            failure: spurious + (1 - rungs[rung].coverage),
            covered: spurious
        )
    }
}
