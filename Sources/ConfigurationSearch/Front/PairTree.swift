/// The range of a pair table over every pair of nodes of two knobs' trees.
struct PairTree {
    let first: Int
    let second: Int
    private let columns: Int
    private var ranges: [TermRange]

    init(_ pair: PairTable, trees: [KnobTree]) {
        first = pair.first
        second = pair.second
        let rows = trees[pair.first]
        let across = trees[pair.second]
        columns = across.nodes.count
        ranges = [TermRange](repeating: TermRange(0), count: rows.nodes.count * columns)
        let rowSteps = rows.starts.map { start in pair.firstStarts.partitioningIndex { $0 > start } - 1 }
        let columnSteps = across.starts.map { start in pair.secondStarts.partitioningIndex { $0 > start } - 1 }
        // Children follow their parents in the node order, so walking backwards meets them first.
        for row in rows.nodes.indices.reversed() {
            let node = rows.nodes[row]
            for column in across.nodes.indices.reversed() {
                let other = across.nodes[column]
                ranges[row * columns + column] =
                    if node.left >= 0 {
                        TermRange(ranges[Int(node.left) * columns + column], ranges[Int(node.right) * columns + column])
                    } else if other.left >= 0 {
                        TermRange(ranges[row * columns + Int(other.left)], ranges[row * columns + Int(other.right)])
                    } else {
                        TermRange(pair.values[rowSteps[Int(node.low)] * pair.secondStarts.count + columnSteps[Int(other.low)]])
                    }
            }
        }
    }

    @inline(__always)
    func range(_ row: Int32, _ column: Int32) -> TermRange {
        ranges[Int(row) * columns + Int(column)]
    }
}
