/// A box of the lattice with the best success, cost and time that any point in it could have.
struct SearchBox {
    var cost = 0.0
    var success = 0.0
    var seconds = 0.0
    /// Knobs that leave their current value, at a point.
    var moved: Int32 = 0
    /// Whether every knob is down to one bin, so that the numbers are values and not bounds.
    var isPoint = false
    /// A tree node a knob; unused lanes are 0.
    var nodes: SIMD8<Int32>

    init(nodes: SIMD8<Int32>) {
        self.nodes = nodes
    }

    @inline(__always)
    mutating func set(_ assessment: Assessment) {
        cost = assessment.expectedCost
        success = assessment.successProbability
        seconds = assessment.expectedSeconds
    }

    /// The order of boxes of equal cost: bounds before points, then the better point, then the one that moves fewer knobs.
    func precedesAtEqualCost(_ other: SearchBox) -> Bool {
        if isPoint != other.isPoint { return !isPoint }
        if success != other.success { return success > other.success }
        if seconds != other.seconds { return seconds < other.seconds }
        if moved != other.moved { return moved < other.moved }
        for lane in 0..<8 where nodes[lane] != other.nodes[lane] { return nodes[lane] < other.nodes[lane] }
        return false
    }
}
