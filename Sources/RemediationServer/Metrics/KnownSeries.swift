internal import Synchronization

/// Series of metrics by the values that their labels are made of: to spell the labels for each request costs more than to count it.
///
/// As bounded as the values are: there is one entry for each combination that was counted.
final class KnownSeries<Values: Hashable & Sendable, Series: Sendable>: Sendable {
    private let known = Mutex<[Values: Series]>([:])

    /// The series of `values`, which `make` makes the first time.
    func of(_ values: Values, make: () -> Series) -> Series {
        if let series = known.withLock({ $0[values] }) { return series }
        // Made twice by two threads, it is the same series of the registry.
        let series = make()
        known.withLock { $0[values] = series }
        return series
    }
}
