internal import FoundationEssentials

/// Tells the time of day; injected so that tests and replays own it.
package protocol WallClock: Sendable {
    /// The present moment.
    func now() -> Timestamp
}

/// The machine's clock.
package struct SystemWallClock: WallClock {
    package init() {}

    package func now() -> Timestamp { Timestamp(Date()) }
}
