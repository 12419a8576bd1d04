package import CoreMetrics
internal import RemediationEngine
internal import Synchronization

/// Keeps the process's metrics and writes them in Prometheus' text format (version 0.0.4).
///
/// Labels of swift-metrics are metric names (`mulligan_http_requests_total`), dimensions are Prometheus labels. A metric keeps at most
/// `seriesLimit` combinations of label values: what comes later is counted under `other`, so that no caller can exhaust memory.
package final class PrometheusMetrics: MetricsFactory {
    /// The most series that one metric keeps.
    package static let seriesLimit = 500

    /// The default bounds of histograms, in seconds.
    package static let defaultBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private let families = Mutex<[String: MetricFamily]>([:])
    private let help: [String: String]

    /// Metrics; `help` gives the sentence that describes a metric, by its name.
    package init(help: [String: String] = [:]) {
        self.help = help
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, .counter, dimensions, make: { CounterSeries() })
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, .gauge, dimensions, make: { GaugeSeries() })
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        aggregate
            ? series(label, .histogram, dimensions, make: { HistogramSeries(bounds: Self.defaultBounds) })
            : series(label, .gauge, dimensions, make: { GaugeSeries() })
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, .histogram, dimensions, make: { HistogramSeries(bounds: Self.defaultBounds) })
    }

    package func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        series(label, .counter, dimensions, make: { CounterSeries() })
    }

    /// Shows `histogram`, which somebody else fills, as a series of the metric `label`; in place of the one shown there before.
    func show(_ histogram: TimeHistogram, label: String, dimensions: [(String, String)]) {
        families.withLock {
            $0[Exposition.name(label), default: MetricFamily(kind: .histogram)].series[Exposition.labels(dimensions)] =
                HistogramSeries(histogram)
        }
    }

    // Handlers live as long as the process: a counter that went away would look like a restart.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}

    /// Every metric in the text format, sorted by name and labels.
    package func exposition() -> String {
        let sorted = families.withLock { $0.sorted { $0.key < $1.key } }
        var text = ""
        for (name, family) in sorted {
            text += "# HELP \(name) \(Exposition.escapeHelp(help[name] ?? "No description."))\n# TYPE \(name) \(family.kind.rawValue)\n"
            for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) { series.write(to: &text, name: name, labels: labels) }
        }
        return text
    }

    private func series<Series: MetricSeries>(
        _ name: String,
        _ kind: MetricFamily.Kind,
        _ dimensions: [(String, String)],
        make: () -> Series
    ) -> Series {
        let name = Exposition.name(name)
        let labels = Exposition.labels(dimensions)
        return families.withLock { families in
            var family = families[name] ?? MetricFamily(kind: kind)
            if let known = family.series[labels] as? Series { return known }
            // One name used as two kinds would make the page unreadable: the second is counted, but not shown.
            guard family.kind == kind else { return make() }
            var key = labels
            if family.series.count >= Self.seriesLimit {
                key = Exposition.labels(dimensions.map { ($0.0, "other") })
                if let other = family.series[key] as? Series { return other }
            }
            let new = make()
            family.series[key] = new
            families[name] = family
            return new
        }
    }
}

/// All series of one metric.
struct MetricFamily {
    enum Kind: String {
        case counter, gauge, histogram
    }

    let kind: Kind
    /// The series by their labels, written.
    var series: [String: any MetricSeries] = [:]

    init(kind: Kind) {
        self.kind = kind
    }
}
