internal import CoreMetrics
internal import FoundationEssentials

#if canImport(Glibc)
    internal import Glibc
#endif

/// The process's own figures, as Prometheus names them; read from `/proc`, absent elsewhere.
enum ProcessMetrics {
    /// Sets the gauges in `factory` to the present figures.
    static func record(in factory: PrometheusMetrics) {
        guard let stat = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8), let end = stat.lastIndex(of: ")") else { return }
        // The fields after the command's name, which may itself hold blanks and parentheses (proc(5)).
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        guard fields.count > 21 else { return }
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        let page = Double(sysconf(Int32(_SC_PAGESIZE)))
        if let user = Double(fields[11]), let system = Double(fields[12]), ticks > 0 {
            (factory.makeFloatingPointCounter(label: "process_cpu_seconds_total", dimensions: []) as? CounterSeries)?
                .set(total: (user + system) / ticks)
        }
        if let pages = Double(fields[21]) { set("process_resident_memory_bytes", pages * page, factory) }
        if let start = Double(fields[19]), ticks > 0, let boot = bootTime {
            set("process_start_time_seconds", boot + start / ticks, factory)
        }
        if let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            set("process_open_fds", Double(files.count), factory)
        }
    }

    private static let bootTime: Double? = {
        guard let stat = try? String(contentsOfFile: "/proc/stat", encoding: .utf8) else { return nil }
        return stat.split(separator: "\n").first { $0.hasPrefix("btime ") }.flatMap { Double($0.dropFirst(6)) }
    }()

    private static func set(_ label: String, _ value: Double, _ factory: PrometheusMetrics) {
        factory.makeMeter(label: label, dimensions: []).set(value)
    }
}
