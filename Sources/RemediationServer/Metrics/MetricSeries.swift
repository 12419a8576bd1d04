internal import CoreMetrics
internal import RemediationEngine
internal import Synchronization

/// One series: a metric with one combination of label values.
protocol MetricSeries: AnyObject, Sendable {
    /// Appends the series' lines.
    func write(to text: inout String, name: String, labels: String)
}

/// A sum that only grows.
final class CounterSeries: MetricSeries, CounterHandler, FloatingPointCounterHandler {
    private let value = Mutex(0.0)

    func increment(by amount: Int64) { value.withLock { $0 += Double(max(amount, 0)) } }
    func increment(by amount: Double) { value.withLock { $0 += max(amount, 0) } }
    func reset() { value.withLock { $0 = 0 } }

    /// Takes over a sum that somebody else keeps.
    func set(total: Double) { value.withLock { $0 = max($0, total) } }

    func write(to text: inout String, name: String, labels: String) {
        text += "\(name)\(Exposition.braces(labels)) \(Exposition.number(value.withLock { $0 }))\n"
    }
}

/// A value that goes up and down.
final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler {
    private let value = Mutex(0.0)

    func set(_ new: Int64) { value.withLock { $0 = Double(new) } }
    func set(_ new: Double) { value.withLock { $0 = new } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func record(_ new: Int64) { set(new) }
    func record(_ new: Double) { set(new) }

    func write(to text: inout String, name: String, labels: String) {
        text += "\(name)\(Exposition.braces(labels)) \(Exposition.number(value.withLock { $0 }))\n"
    }
}

/// Counts of observations by their size.
final class HistogramSeries: MetricSeries, RecorderHandler, TimerHandler {
    private let histogram: TimeHistogram

    /// The series of `histogram`, which somebody else may fill.
    init(_ histogram: TimeHistogram) {
        self.histogram = histogram
    }

    convenience init(bounds: [Double]) { self.init(TimeHistogram(bounds: bounds)) }

    func record(_ value: Int64) { record(Double(value)) }
    func record(_ value: Double) { histogram.observe(value) }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func write(to text: inout String, name: String, labels: String) {
        let (now, bounds) = (histogram.counts, histogram.bounds)
        let prefix = labels.isEmpty ? "" : labels + ","
        var total: UInt64 = 0
        for (index, count) in now.buckets.enumerated() {
            total += count
            let bound = index < bounds.count ? Exposition.number(bounds[index]) : "+Inf"
            text += "\(name)_bucket{\(prefix)le=\"\(bound)\"} \(total)\n"
        }
        text += "\(name)_sum\(Exposition.braces(labels)) \(Exposition.number(now.sum))\n"
        text += "\(name)_count\(Exposition.braces(labels)) \(total)\n"
    }
}
