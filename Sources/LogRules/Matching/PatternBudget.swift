/// Keeps the work on noisy blocks bounded: of each pattern the first matches of a block are verified at once, later candidates only
/// the last few.
struct PatternBudget {
    /// A line that may match a pattern.
    struct Candidate {
        var range: Range<Int>
        var end: Int
    }

    /// How many matches of a block are taken as they come.
    private static let first = 2
    /// How many of the last candidates are kept beside them, and how many matches are taken from those.
    private static let kept = 12
    static let last = 4

    private var matches: [Int32]
    private var touched: [Int] = []
    private(set) var tails: [Int: [Candidate]] = [:]

    init(patternCount: Int) {
        matches = Array(repeating: 0, count: patternCount)
    }

    mutating func begin() {
        for pattern in touched { matches[pattern] = 0 }
        touched.removeAll(keepingCapacity: true)
        tails.removeAll(keepingCapacity: true)
    }

    /// Whether the pattern is still to be verified as its candidates come.
    func isOpen(_ pattern: Int) -> Bool { matches[pattern] < Self.first }

    mutating func matched(_ pattern: Int) {
        if matches[pattern] == 0 { touched.append(pattern) }
        matches[pattern] += 1
    }

    mutating func postpone(_ pattern: Int, _ candidate: Candidate) {
        tails[pattern, default: []].append(candidate)
        if let count = tails[pattern]?.count, count > 4 * Self.kept { tails[pattern]?.removeFirst(count - Self.kept) }
    }

    /// The last candidates of `pattern`, the last one first.
    func tail(of pattern: Int) -> some Sequence<Candidate> {
        (tails[pattern] ?? []).suffix(Self.kept).reversed()
    }
}
