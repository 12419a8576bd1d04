/// A tree of two levels over the cells of a pair: a cut on one feature and, on each side, a cut on the other.
struct PairTree: Sendable {
    let gain: Double
    /// The leaf of each cell, row by row of the first feature.
    let leafOfCell: [UInt8]
    /// The four leaves before shrinkage.
    let leaves: [Double]
}
