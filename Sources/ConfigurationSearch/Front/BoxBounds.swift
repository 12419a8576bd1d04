/// The bounds of boxes over flat tables: the inner loop of the search.
///
/// It points into storage that `BreakpointSearch` keeps alive for the duration of a search.
struct BoxBounds {
    private let trees: UnsafeBufferPointer<UnsafeBufferPointer<KnobTree.Node>>
    private let successPairs: UnsafeBufferPointer<PairTree>
    private let runPairs: UnsafeBufferPointer<PairTree>
    private let failurePairs: UnsafeBufferPointer<PairTree>
    private let objective: AdditiveObjective
    private let space: SearchSpace
    private let isExcluding: Bool
    /// The lowest corner of the box at hand.
    private var values: [Double]

    init(
        space: SearchSpace,
        objective: AdditiveObjective,
        trees: UnsafeBufferPointer<UnsafeBufferPointer<KnobTree.Node>>,
        successPairs: UnsafeBufferPointer<PairTree>,
        runPairs: UnsafeBufferPointer<PairTree>,
        failurePairs: UnsafeBufferPointer<PairTree>
    ) {
        self.space = space
        self.objective = objective
        self.trees = trees
        self.successPairs = successPairs
        self.runPairs = runPairs
        self.failurePairs = failurePairs
        isExcluding = !space.excluded.isEmpty
        values = space.axes.map { $0.values[0] }
    }

    /// The relative error allowed to links and products in bounds, which library `exp` may round out of order by one unit.
    private static let slack = 1e-14

    /// Fills in the bounds of a box; false if nothing in it can be proposed.
    ///
    /// - Parameter floor: A success probability up to which an accepted point beats anything in the box; the cost and time are bounds for
    ///   likelier points alone.
    @inline(__always)
    mutating func bound(_ box: inout SearchBox, floor: (_ seconds: Double) -> Double) -> Bool {
        var success = TermRange(objective.success.constant)
        var run = TermRange(objective.runSeconds.constant)
        var failure = TermRange(objective.failureSeconds.constant)
        var isPoint = true
        // The order of the additions is the order of `AdditiveScore.value(at:)`: rounding is monotone, so the bounds hold to the last bit.
        for knob in 0..<trees.count {
            let node = trees[knob].baseAddress.unsafelyUnwrapped + Int(box.nodes[knob])
            success += node.pointee.success
            run += node.pointee.run
            failure += node.pointee.failure
            values[knob] = node.pointee.lowestValue
            if node.pointee.left >= 0 { isPoint = false }
        }
        for pair in successPairs { success += pair.range(box.nodes[pair.first], box.nodes[pair.second]) }
        for pair in runPairs { run += pair.range(box.nodes[pair.first], box.nodes[pair.second]) }
        for pair in failurePairs { failure += pair.range(box.nodes[pair.first], box.nodes[pair.second]) }

        let rate = nonNegative(objective.rate(values))
        let runSeconds = nonNegative(objective.runSeconds.link(run.low))
        let failureSeconds = nonNegative(objective.failureSeconds.link(failure.low))
        let likely = objective.success.link(success.high)
        box.isPoint = isPoint
        let high = AdditiveObjective.assess(
            probability: likely,
            run: runSeconds,
            failure: failureSeconds,
            rate: rate,
            charge: objective.failureCharge
        )
        if isPoint {
            box.set(high)
            if isExcluding, space.excluded.contains(values) { return false }
            box.moved = Int32(space.movedKnobs(values))
            return high.isUsable
        }
        // Cost and time are linear in P, so over an interval of P their least value lies at one of its ends.
        let unlikely = min(likely, max(objective.success.link(success.low), floor(min(runSeconds, failureSeconds) * (1 - Self.slack))))
        let low = AdditiveObjective.assess(
            probability: unlikely,
            run: runSeconds,
            failure: failureSeconds,
            rate: rate,
            charge: objective.failureCharge
        )
        box.success = min(1, likely + abs(likely) * Self.slack)
        let cost = min(low.expectedCost, high.expectedCost)
        let seconds = min(low.expectedSeconds, high.expectedSeconds)
        box.cost = cost - abs(cost) * Self.slack
        box.seconds = seconds - abs(seconds) * Self.slack
        // A bound that is no number proves nothing: look inside.
        if box.success.isNaN { box.success = .infinity }
        if box.cost.isNaN { box.cost = -.infinity }
        if box.seconds.isNaN { box.seconds = -.infinity }
        return true
    }

    /// The knob to split: the one whose terms leave the bounds loosest.
    @inline(__always)
    func widestKnob(_ box: SearchBox) -> Int {
        var widest = 0
        var width = -1.0
        for knob in 0..<trees.count {
            let node = trees[knob].baseAddress.unsafelyUnwrapped + Int(box.nodes[knob])
            guard node.pointee.left >= 0 else { continue }
            let spread = node.pointee.looseness
            if spread > width {
                width = spread
                widest = knob
            }
        }
        return widest
    }

    /// The two halves of a knob's node.
    @inline(__always)
    func children(of node: Int32, knob: Int) -> (Int32, Int32) {
        let node = trees[knob].baseAddress.unsafelyUnwrapped + Int(node)
        return (node.pointee.left, node.pointee.right)
    }
}
