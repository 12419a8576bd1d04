internal import Synchronization

/// Counts of durations by their size; an observation costs a short lock and builds nothing.
package final class TimeHistogram: Sendable {
    /// What a histogram has counted.
    package struct Counts: Hashable, Sendable {
        /// How many durations fell in each bucket, the one above the last bound included; not added up.
        package var buckets: [UInt64]
        /// The durations' sum, in seconds.
        package var sum = 0.0
    }

    /// The upper bounds of the buckets, rising, in seconds.
    package let bounds: [Double]
    private let state: Mutex<Counts>

    /// An empty histogram with a bucket up to each of `bounds`, in seconds, and one for what is longer.
    package init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(Counts(buckets: Array(repeating: 0, count: bounds.count + 1)))
    }

    /// Counts a duration of `seconds`; one that is no number is left out, a negative one (a clock set back) counts as 0.
    package func observe(_ seconds: Double) {
        guard seconds.isFinite else { return }
        let seconds = max(seconds, 0)
        let bucket = bounds.firstIndex { seconds <= $0 } ?? bounds.count
        state.withLock {
            $0.buckets[bucket] += 1
            $0.sum += seconds
        }
    }

    /// Counts `duration`.
    package func observe(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        observe(Double(seconds) + Double(attoseconds) * 1e-18)
    }

    /// What has been counted so far.
    package var counts: Counts { state.withLock { $0 } }
}
