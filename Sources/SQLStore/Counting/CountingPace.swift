/// How a long count of failures rests between its parts: what is posted meanwhile has most of a processor, and waits little longer.
struct CountingPace {
    /// How many failures a part has at most, where nobody says otherwise: some tens of milliseconds of work.
    static let failuresPerPart = 4_000
    /// Seconds of rest for each second of work.
    private static let restForWork = 3.0
    /// The longest that it rests in all: what is said of the minute waits for its counts.
    static let longest = Duration.seconds(5)

    private var left = Self.longest
    private var begun: ContinuousClock.Instant

    init(at start: ContinuousClock.Instant = .now) { begun = start }

    /// How long to rest at `now`, when a part is counted; the next part begins after it.
    mutating func rest(at now: ContinuousClock.Instant = .now) -> Duration {
        let rest = max(.zero, min(begun.duration(to: now) * Self.restForWork, left))
        left -= rest
        begun = now.advanced(by: rest)
        return rest
    }
}
