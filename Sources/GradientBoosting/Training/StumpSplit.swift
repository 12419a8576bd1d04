/// One stump on binned values: which bins go left and what each side adds.
struct StumpSplit: Sendable {
    var gain: Double
    /// Whether a bin goes left; the last entry is the missing bin.
    var side: Side
    /// The leaves before shrinkage.
    var left: Double
    var right: Double

    enum Side: Sendable {
        /// Value bins up to and including `last` go left, missing values where said.
        case ordered(last: Int, missingLeft: Bool)
        /// Marked bins go left.
        case subset([Bool])
    }

    /// Whether a bin goes left.
    func goesLeft(_ bin: Int, missing: Int) -> Bool {
        switch side {
        case .ordered(let last, let missingLeft): bin == missing ? missingLeft : bin <= last
        case .subset(let marks): marks[bin]
        }
    }
}
