package import Remediation
internal import Synchronization

/// A clock that stands still until a test moves it.
package final class ManualClock: WallClock {
    private let milliseconds: Mutex<Int64>

    /// A clock that shows `start`.
    package init(_ start: Timestamp = Timestamp(milliseconds: 1_795_000_000_000)) {
        milliseconds = Mutex(start.milliseconds)
    }

    package func now() -> Timestamp { Timestamp(milliseconds: milliseconds.withLock { $0 }) }

    /// Moves the clock by `seconds`.
    package func advance(bySeconds seconds: Double) {
        milliseconds.withLock { $0 += Int64((seconds * 1_000).rounded()) }
    }
}
