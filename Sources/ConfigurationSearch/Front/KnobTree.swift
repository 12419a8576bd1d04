/// A binary tree over the bins of one knob, with the range of every score's term at each node.
///
/// Bins are the runs of lattice points between breakpoints of any table, so every score is constant inside one.
struct KnobTree {
    struct Node {
        /// First and last bin.
        var low: Int32
        var high: Int32
        /// Children, or -1 at a leaf; positions among the nodes of this knob.
        var left: Int32
        var right: Int32
        /// The smallest knob value in the node: the cheapest, since the rate never decreases.
        var lowestValue: Double
        var success: TermRange
        var run: TermRange
        var failure: TermRange
        /// How loose the node leaves the bounds of a box; it only guides the order of splitting.
        var looseness = 0.0
    }

    /// Lattice index at which each bin starts.
    let starts: [Int]
    private(set) var nodes: [Node] = []

    init(axis: SearchAxis, knob: Int, objective: AdditiveObjective, excluded: [[Double]]) {
        let scores = [objective.success, objective.runSeconds, objective.failureSeconds]
        var breaks: [Int] = [0]
        for score in scores {
            breaks += score.terms[knob].starts
            for pair in score.pairs {
                if pair.first == knob { breaks += pair.firstStarts }
                if pair.second == knob { breaks += pair.secondStarts }
            }
        }
        // An excluded point gets bins of its own, so that leaving it out hides none of its neighbours.
        for point in excluded {
            let index = axis.values.partitioningIndex { $0 >= point[knob] }
            if index < axis.values.count { breaks.append(index) }
            if index + 1 < axis.values.count { breaks.append(index + 1) }
        }
        breaks.sort()
        var unique: [Int] = []
        unique.reserveCapacity(breaks.count)
        for start in breaks where start != unique.last { unique.append(start) }
        starts = unique
        let terms = scores.map { Self.spread($0.terms[knob], over: unique) }
        nodes.reserveCapacity(2 * unique.count)
        _ = build(0, unique.count - 1, axis: axis, terms: terms)
        weigh(scores)
    }

    /// The value of a step table in each bin.
    private static func spread(_ table: StepTable, over starts: [Int]) -> [Double] {
        var step = 0
        return starts.map { start in
            while step + 1 < table.starts.count, table.starts[step + 1] <= start { step += 1 }
            return table.values[step]
        }
    }

    /// Durations multiply a rate that usually moves against them, so their spread loosens the bounds most: on problems with three knobs ten
    /// to one opened the fewest boxes.
    private mutating func weigh(_ scores: [AdditiveScore]) {
        let bins = Double(starts.count)
        let units = scores.map { score -> Double in
            switch score.link.kind {
            case .exponential, .logistic: 1
            // Without a log scale, relative to the size of the quantity.
            case .identity, .custom: 1 / max(abs(score.constant + score.terms.reduce(0) { $0 + ($1.values.max() ?? 0) }), 1e-9)
            }
        }
        for index in nodes.indices {
            let node = nodes[index]
            nodes[index].looseness =
                units[0] * (node.success.high - node.success.low) + 10 * units[1] * (node.run.high - node.run.low)
                + 10 * units[2] * (node.failure.high - node.failure.low) + 0.01 * Double(node.high - node.low) / bins
        }
    }

    private mutating func build(_ low: Int, _ high: Int, axis: SearchAxis, terms: [[Double]]) -> Int32 {
        let index = nodes.count
        nodes.append(
            Node(
                low: Int32(low),
                high: Int32(high),
                left: -1,
                right: -1,
                lowestValue: axis.values[starts[low]],
                success: TermRange(terms[0][low]),
                run: TermRange(terms[1][low]),
                failure: TermRange(terms[2][low])
            )
        )
        guard low < high else { return Int32(index) }
        let middle = (low + high) / 2
        let left = build(low, middle, axis: axis, terms: terms)
        let right = build(middle + 1, high, axis: axis, terms: terms)
        nodes[index].left = left
        nodes[index].right = right
        let (a, b) = (nodes[Int(left)], nodes[Int(right)])
        nodes[index].success = TermRange(a.success, b.success)
        nodes[index].run = TermRange(a.run, b.run)
        nodes[index].failure = TermRange(a.failure, b.failure)
        return Int32(index)
    }
}

/// The smallest and largest value of a term.
struct TermRange {
    var low: Double
    var high: Double

    @inline(__always)
    init(_ value: Double) {
        low = value
        high = value
    }

    @inline(__always)
    init(_ a: TermRange, _ b: TermRange) {
        low = a.low < b.low ? a.low : b.low
        high = a.high > b.high ? a.high : b.high
    }

    @inline(__always)
    static func += (left: inout TermRange, right: TermRange) {
        left.low += right.low
        left.high += right.high
    }
}
