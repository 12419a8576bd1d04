/// Best-first enumeration of the breakpoint boxes of an additive objective; exact.
///
/// A box is a tree node a knob. Its best conceivable success, cost and time follow from the ranges of the terms; boxes are opened in the
/// order of their cost bound, so every point accepted so far is cheaper than what remains, and a box is dropped as soon as one
/// accepted point is at least as good as its bound. Inside a box of single bins only the lowest corner can be on the front.
struct BreakpointSearch {
    struct Result {
        var candidates: [Candidate]
        /// Boxes whose bound was computed.
        var boxes: Int
    }

    private let space: SearchSpace
    private let objective: AdditiveObjective
    private let trees: [KnobTree]

    init(space: SearchSpace, objective: AdditiveObjective) {
        self.space = space
        self.objective = objective
        trees = space.axes.enumerated().map {
            KnobTree(axis: $1, knob: $0, objective: objective, excluded: space.excluded)
        }
    }

    func run(_ objectives: ParetoObjectives) -> Result {
        let nodes = trees.flatMap(\.nodes)
        let success = objective.success.pairs.map { PairTree($0, trees: trees) }
        let run = objective.runSeconds.pairs.map { PairTree($0, trees: trees) }
        let failure = objective.failureSeconds.pairs.map { PairTree($0, trees: trees) }
        return nodes.withUnsafeBufferPointer { nodes in
            var slices: [UnsafeBufferPointer<KnobTree.Node>] = []
            var start = 0
            for tree in trees {
                slices.append(UnsafeBufferPointer(rebasing: nodes[start..<start + tree.nodes.count]))
                start += tree.nodes.count
            }
            return slices.withUnsafeBufferPointer { slices in
                success.withUnsafeBufferPointer { success in
                    run.withUnsafeBufferPointer { run in
                        failure.withUnsafeBufferPointer { failure in
                            var bounds = BoxBounds(
                                space: space,
                                objective: objective,
                                trees: slices,
                                successPairs: success,
                                runPairs: run,
                                failurePairs: failure
                            )
                            return open(&bounds, objectives)
                        }
                    }
                }
            }
        }
    }

    private func open(_ bounds: inout BoxBounds, _ objectives: ParetoObjectives) -> Result {
        var heap = BoxHeap()
        var staircase = Staircase(objectives)
        var accepted: [Candidate] = []
        var boxes = 1
        var root = SearchBox(nodes: .zero)
        if bounds.bound(&root, floor: { _ in -.infinity }) { heap.push(root) }
        while let box = heap.pop() {
            if staircase.covers(success: box.success, seconds: box.seconds) { continue }
            if box.isPoint {
                staircase.insert(success: box.success, seconds: box.seconds)
                accepted.append(candidate(box))
                continue
            }
            let knob = bounds.widestKnob(box)
            let (left, right) = bounds.children(of: box.nodes[knob], knob: knob)
            var child = box
            child.nodes[knob] = left
            if bounds.bound(&child, floor: staircase.success(within:)), !staircase.covers(success: child.success, seconds: child.seconds) {
                heap.push(child)
            }
            child.nodes[knob] = right
            if bounds.bound(&child, floor: staircase.success(within:)), !staircase.covers(success: child.success, seconds: child.seconds) {
                heap.push(child)
            }
            boxes += 2
        }
        return Result(candidates: accepted, boxes: boxes)
    }

    /// The cheapest point of a box of single bins; a knob that costs nothing to leave alone stays at its current value.
    private func candidate(_ box: SearchBox) -> Candidate {
        var values = trees.indices.map { trees[$0].nodes[Int(box.nodes[$0])].lowestValue }
        if box.moved > 0 {
            let rate = objective.rate(values)
            for (knob, axis) in space.axes.enumerated() {
                guard let index = axis.currentIndex, values[knob] != axis.values[index] else { continue }
                let bin = Int(trees[knob].nodes[Int(box.nodes[knob])].low)
                let starts = trees[knob].starts
                guard starts[bin] <= index, bin + 1 == starts.count || index < starts[bin + 1] else { continue }
                let lowest = values[knob]
                values[knob] = axis.values[index]
                if objective.rate(values) != rate { values[knob] = lowest }
            }
        }
        return Candidate(
            values: values,
            successProbability: box.success,
            expectedCost: box.cost,
            expectedSeconds: box.seconds
        )
    }
}
