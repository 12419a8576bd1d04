/// The undominated (success, seconds) pairs of the points already accepted, all of them cheaper than what comes next.
struct Staircase {
    private let objectives: ParetoObjectives
    /// Ascending in both: a longer time is kept only for a better chance.
    private var seconds: [Double] = []
    private var success: [Double] = []
    private var bestSuccess = -Double.infinity

    init(_ objectives: ParetoObjectives) {
        self.objectives = objectives
    }

    /// Whether an accepted point is at least as good in success and, where it counts, in time.
    @inline(__always)
    func covers(success probability: Double, seconds time: Double) -> Bool {
        if objectives == .failureAndCost { return bestSuccess >= probability }
        guard bestSuccess >= probability else { return false }
        let position = seconds.partitioningIndex { $0 > time }
        return position > 0 && success[position - 1] >= probability
    }

    /// The best success among accepted points that take at most `time`; in two objectives among all.
    @inline(__always)
    func success(within time: Double) -> Double {
        if objectives == .failureAndCost { return bestSuccess }
        let position = seconds.partitioningIndex { $0 > time }
        return position > 0 ? success[position - 1] : -.infinity
    }

    /// Adds an accepted point that is not covered.
    mutating func insert(success probability: Double, seconds time: Double) {
        bestSuccess = max(bestSuccess, probability)
        guard objectives == .failureCostAndTime else { return }
        let start = seconds.partitioningIndex { $0 >= time }
        var end = start
        while end < success.count, success[end] <= probability { end += 1 }
        seconds.replaceSubrange(start..<end, with: CollectionOfOne(time))
        success.replaceSubrange(start..<end, with: CollectionOfOne(probability))
    }
}
