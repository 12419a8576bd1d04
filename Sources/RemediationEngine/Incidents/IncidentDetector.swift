package import Remediation

/// Says from counts by minute which kinds of failure come far more often than at the same time of the days before.
///
/// The usual of a window is the median over the days before, each day by its window at the same time and those half an hour before and
/// after; its spread is the larger of the median absolute deviation (times 1.4826, as for a normal distribution) and the square root of
/// the usual, which is what chance alone does to counts (Poisson). A daily rhythm is in the usual, and one bad day does not move a median.
/// Everything follows from the counts: no state is kept, so every process sees the same, and a restart forgets nothing.
package struct IncidentDetector: Hashable, Sendable {
    /// A kind of failure.
    package struct Kind: Hashable, Sendable {
        /// By what its failures belong together.
        package var dimension: Incident.Dimension
        /// The class, engine or host.
        package var value: String

        /// A kind.
        package init(_ dimension: Incident.Dimension, _ value: String) {
            self.dimension = dimension
            self.value = value
        }
    }

    /// How far a window is from the usual.
    package struct Reading: Hashable, Sendable {
        /// The failures in the window.
        package var observed: Int
        /// The usual.
        package var expected: Double
        /// The distance, in robust standard deviations.
        package var score: Double
    }

    /// What is to be opened and closed.
    package struct Verdict: Hashable, Sendable {
        /// What is out of the usual and not open yet, with its reading.
        package var opening: [Kind: Reading] = [:]
        /// What is open and calm again.
        package var closing: Set<Kind> = []
    }

    private static let minutesOfDay: Int64 = 1_440
    /// Fewer days than this are no history; then a window must be far above the floor.
    private static let leastDays = 3
    private static let shifts: [Int64] = [-30, 0, 30]

    /// How incidents are recognised.
    package let options: IncidentOptions

    /// A detector.
    package init(_ options: IncidentOptions = IncidentOptions()) {
        self.options = options
    }

    /// The ranges of minutes that `verdict` looks at for a window that ends with `minute`.
    package func ranges(endingAt minute: Int64) -> [ClosedRange<Int64>] {
        let back = Int64(options.windowMinutes + max(options.closeMinutes, options.openMinutes))
        var ranges = [(minute - back)...minute]
        for day in 1...Int64(options.days) {
            let end = minute - day * Self.minutesOfDay
            ranges.append((end - back - 30)...(end + 30))
        }
        return ranges
    }

    /// What opens and closes at the end of `minute`.
    ///
    /// - Parameters:
    ///   - counts: The counts of `ranges(endingAt:)`.
    ///   - first: The first minute that was ever counted; the days before are unknown, not quiet.
    ///   - open: What is open now.
    package func verdict(on counts: [FailureCount], endingAt minute: Int64, knownSince first: Int64, open: Set<Kind>) -> Verdict {
        var verdict = Verdict()
        var explained = open
        let window = counts.filter { $0.minute > minute - Int64(options.windowMinutes) && $0.minute <= minute }
        // A storm of one class is a storm on its engine and hosts too: what a wider kind has explained is taken out of the narrower.
        for dimension in Incident.Dimension.allCases {
            let wider = explained.filter { Self.isBefore($0.dimension, dimension) }
            func isLeft(_ count: FailureCount) -> Bool { !wider.contains { $0.holds(count) } }
            // Most kinds are quiet, and need no look at the days before.
            var sums: [String: Int] = [:]
            for count in window where isLeft(count) { sums[count.value(of: dimension), default: 0] += count.count }
            let candidates = Set(sums.filter { !$0.key.isEmpty && $0.value >= options.floor }.keys)
            let lasting = Set(open.filter { $0.dimension == dimension }.map(\.value))
            let watched = candidates.union(lasting)
            guard !watched.isEmpty else { continue }
            var series: [String: [Int64: Int]] = [:]
            for count in counts where watched.contains(count.value(of: dimension)) && isLeft(count) {
                series[count.value(of: dimension), default: [:]][count.minute, default: 0] += count.count
            }
            for value in watched {
                let kind = Kind(dimension, value)
                if lasting.contains(value) {
                    if isCalm(series[value] ?? [:], minute, first) { verdict.closing.insert(kind) }
                } else if let reading = alarm(series[value] ?? [:], minute, first) {
                    verdict.opening[kind] = reading
                    explained.insert(kind)
                }
            }
        }
        return verdict
    }

    /// How far the window that ends with `minute` is from the usual.
    package func reading(_ series: [Int64: Int], _ minute: Int64, _ first: Int64) -> Reading {
        let window = Int64(options.windowMinutes)
        let observed = Self.sum(series, minute - window + 1, minute)
        var usual: [Double] = []
        var days = 0
        for day in 1...Int64(options.days) {
            let end = minute - day * Self.minutesOfDay
            guard end - window - 30 >= first else { break }
            days += 1
            for shift in Self.shifts { usual.append(Double(Self.sum(series, end + shift - window + 1, end + shift))) }
        }
        guard days >= Self.leastDays else {
            // Nothing to compare with: three times the floor counts as out of the usual, and a third of that as calm.
            return Reading(observed: observed, expected: 0, score: options.openScore * Double(observed) / Double(3 * options.floor))
        }
        let median = Self.median(usual)
        let deviation = 1.4826 * Self.median(usual.map { abs($0 - median) })
        let spread = max(deviation, median.squareRoot(), 1)
        return Reading(observed: observed, expected: median, score: (Double(observed) - median) / spread)
    }

    private func alarm(_ series: [Int64: Int], _ minute: Int64, _ first: Int64) -> Reading? {
        for back in 0..<Int64(options.openMinutes) {
            let reading = reading(series, minute - back, first)
            guard reading.observed >= options.floor, reading.score >= options.openScore,
                Double(reading.observed) >= options.leastRatio * reading.expected
            else { return nil }
        }
        return reading(series, minute, first)
    }

    private func isCalm(_ series: [Int64: Int], _ minute: Int64, _ first: Int64) -> Bool {
        (0..<Int64(options.closeMinutes)).allSatisfy { back in
            let reading = reading(series, minute - back, first)
            return reading.score < options.closeScore || reading.observed < options.floor / 2
        }
    }

    private static func isBefore(_ one: Incident.Dimension, _ two: Incident.Dimension) -> Bool {
        (Incident.Dimension.allCases.firstIndex(of: one) ?? 0) < (Incident.Dimension.allCases.firstIndex(of: two) ?? 0)
    }

    private static func sum(_ series: [Int64: Int], _ first: Int64, _ last: Int64) -> Int {
        var sum = 0
        for minute in first...last { sum += series[minute] ?? 0 }
        return sum
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}

extension IncidentDetector.Kind {
    /// Whether the failures of `count` are of this kind.
    func holds(_ count: FailureCount) -> Bool { count.value(of: dimension) == value }
}

extension FailureCount {
    /// The class, engine or host.
    func value(of dimension: Incident.Dimension) -> String {
        switch dimension {
        case .failureClass: failureClass
        case .engine: engine
        case .host: host
        }
    }
}
