/// Which minutes are to be counted, from what is counted already; the same for every store.
///
/// Time mostly goes on from the last counted minute. Where it went back or leapt, counting goes on behind the last minute that has counts:
/// what lies between was not counted, whichever way the clock went.
package struct CountingPlan: Hashable, Sendable {
    /// From which minute up to which failures have been counted.
    package struct Counted: Hashable, Sendable {
        package var first: Int64
        package var last: Int64
        /// How many failures were counted in the last minute.
        package var failures: Int

        package init(first: Int64, last: Int64, failures: Int) {
            self.first = first
            self.last = last
            self.failures = failures
        }
    }

    /// What was counted when the plan was made; nil before the first time.
    package let before: Counted?
    /// The minutes that are counted now; those that had counts lose them first.
    package let minutes: ClosedRange<Int64>
    /// The first minute that is known.
    package let first: Int64
    /// Older minutes are forgotten as newer ones come, one for one: a clock that shows a far future for a while must not cost the history.
    package let oldest: Int64

    /// A longer step than this, in minutes, is a leap.
    private static let leap: Int64 = 1_440

    /// A plan up to and including `minute`; nil where nothing is there to count, or nothing is left.
    ///
    /// - Parameters:
    ///   - counted: What was counted before; nil before the first time.
    ///   - latest: The latest minute with counts up to `minute`.
    ///   - earliest: The minute of the earliest failure since `oldest(for: minute)`.
    ///   - received: How many failures were received in the last counted minute.
    package init?(through minute: Int64, counted: Counted?, latest: Int64?, earliest: Int64?, received: Int) {
        before = counted
        oldest = Self.oldest(for: minute)
        guard let counted else {
            let start = earliest ?? minute
            guard start <= minute else { return nil }
            first = start
            minutes = start...minute
            return
        }
        let known = min(earliest ?? minute, minute)
        // What was known lies in the future, or so far back that nothing of it is kept: the clock was wrong, or the service was off.
        first = counted.first > minute || minute - counted.last > FailureCount.keptMinutes ? known : counted.first
        let isStep = counted.last <= minute && minute - counted.last <= Self.leap
        let isLastWhole = counted.failures == received
        if isStep, isLastWhole, counted.last == minute { return nil }
        // The last counted minute once more where it is not whole: what was received in it may have been committed later.
        let start = isStep ? counted.last + (isLastWhole ? 1 : 0) : max(latest ?? known, counted.last <= minute ? counted.last : .min)
        minutes = min(max(start, oldest), minute)...minute
    }

    /// The oldest minute that is kept when `minute` is the present one.
    package static func oldest(for minute: Int64) -> Int64 { minute - FailureCount.keptMinutes }
}
