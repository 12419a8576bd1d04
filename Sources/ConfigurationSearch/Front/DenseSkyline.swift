/// The exact front of points known one by one, in time close to linear.
enum DenseSkyline {
    /// Buckets a side of the filter; 2 MB of counters at most.
    private static let buckets = 512

    /// The positions of the undominated points by ascending cost; of points with equal objectives the first in `isPreferred` order, then position.
    static func front(
        of points: [Assessment],
        objectives: ParetoObjectives,
        preferring moved: (Int) -> Int = { _ in 0 }
    ) -> [Int] {
        var survivors = filter(points, objectives: objectives)
        survivors.sort { left, right in
            let (a, b) = (points[left], points[right])
            if a.expectedCost != b.expectedCost { return a.expectedCost < b.expectedCost }
            if a.successProbability != b.successProbability { return a.successProbability > b.successProbability }
            if objectives == .failureCostAndTime, a.expectedSeconds != b.expectedSeconds { return a.expectedSeconds < b.expectedSeconds }
            let (fewer, more) = (moved(left), moved(right))
            return fewer != more ? fewer < more : left < right
        }
        var staircase = Staircase(objectives)
        var front: [Int] = []
        for position in survivors {
            let point = points[position]
            if staircase.covers(success: point.successProbability, seconds: point.expectedSeconds) { continue }
            staircase.insert(success: point.successProbability, seconds: point.expectedSeconds)
            front.append(position)
        }
        return front
    }

    /// Drops most dominated points in two passes: a point goes if a strictly better bucket holds something no dearer.
    private static func filter(_ points: [Assessment], objectives: ParetoObjectives) -> [Int] {
        let usable = points.indices.filter { points[$0].isUsable }
        guard usable.count > 1024 else { return usable }
        let rows = buckets
        let columns = objectives == .failureAndCost ? 1 : buckets
        let success = Scale(usable.lazy.map { points[$0].successProbability }, buckets: rows)
        let time = Scale(usable.lazy.map { points[$0].expectedSeconds }, buckets: columns)
        var cheapest = [Double](repeating: .infinity, count: rows * columns)
        for index in usable {
            let point = points[index]
            let cell = success.bucket(point.successProbability) * columns + time.bucket(point.expectedSeconds)
            cheapest[cell] = min(cheapest[cell], point.expectedCost)
        }
        // Running minimum over higher success and shorter time.
        for row in (0..<rows).reversed() {
            for column in 0..<columns {
                let cell = row * columns + column
                if row + 1 < rows { cheapest[cell] = min(cheapest[cell], cheapest[cell + columns]) }
                if column > 0 { cheapest[cell] = min(cheapest[cell], cheapest[cell - 1]) }
            }
        }
        return usable.filter { index in
            let point = points[index]
            let row = success.bucket(point.successProbability) + 1
            let column = columns == 1 ? 0 : time.bucket(point.expectedSeconds) - 1
            guard row < rows, column >= 0 else { return true }
            return cheapest[row * columns + column] > point.expectedCost
        }
    }

    /// A non-decreasing map from values to buckets.
    private struct Scale {
        let low: Double
        let factor: Double
        let last: Int

        init(_ values: some Sequence<Double>, buckets: Int) {
            var low = Double.infinity
            var high = -Double.infinity
            for value in values {
                low = min(low, value)
                high = max(high, value)
            }
            self.low = low
            let span = high - low
            factor = span > 0 && span.isFinite ? Double(buckets) / span : 0
            last = buckets - 1
        }

        @inline(__always)
        func bucket(_ value: Double) -> Int {
            factor == 0 ? 0 : min(last, Int((value - low) * factor))
        }
    }
}
