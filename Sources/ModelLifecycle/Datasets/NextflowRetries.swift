internal import FoundationEssentials
internal import Remediation

/// The trace of benchmark tasks on AWS Batch with true retries (`training-data/nextflow-aws-retries`).
enum NextflowRetries {
    private static let gigabyte = 1_073_741_824.0

    static func trace(_ table: CSVTable) throws(RemediationError) -> Trace {
        try table.require([
            "run", "process", "name", "component", "attempt", "req_mem_gb", "status", "exit", "realtime_s", "cpu_pct", "peak_rss_gb",
        ])
        var order: [String] = []
        var byTask: [String: [(Int, Attempt)]] = [:]
        var submitted: [String: Double] = [:]
        var groups: [String: String] = [:]
        for row in table.rows.indices {
            guard let limit = try table.number(row, "req_mem_gb") else { continue }
            let process = table.text(row, "process")
            let component = table.text(row, "component")
            let run = table.text(row, "run")
            let key = run + "|" + table.text(row, "name")
            let parts = component.split(separator: "-").map(String.init)
            var labels = ["process": process, "family": table.text(row, "task_family")]
            // A component is dataset; method and dataset; or metric, method and dataset.
            if let dataset = parts.last { labels["dataset"] = dataset }
            if parts.count >= 2 { labels["method"] = parts[parts.count - 2] }
            if parts.count >= 3 { labels["metric"] = parts[0] }
            let seconds = try table.number(row, "realtime_s")
            let completed = table.text(row, "status") == "COMPLETED"
            // Killed at its time limit, whatever the exit code: nothing is said of memory. The clock is good to a second.
            let timeLimit = table.has("time_limit_min") ? try table.number(row, "time_limit_min").map { $0 * 60 } : nil
            let timedOut = (seconds ?? 0) >= (timeLimit ?? .infinity) - 1
            let attempt = Attempt(
                job: "\(process):\(labels["family"] ?? ""):\(component)",
                runId: key,
                attempt: Int(try table.number(row, "attempt") ?? 1),
                engine: "nextflow",
                requested: Resources(memoryBytes: Int64(bytes: limit * gigabyte), cpus: try table.number(row, "req_cpus") ?? 1),
                result: completed ? .succeeded : .failed,
                failureClass: completed ? nil : timedOut ? .timeoutWalltime : .containerLimit,
                peakMemoryBytes: try table.number(row, "peak_rss_gb").flatMap { $0 > 0 ? Int64(bytes: $0 * gigabyte) : nil },
                runSeconds: seconds,
                cpuSeconds: try table.number(row, "cpu_pct").flatMap { percent in seconds.map { $0 * percent / 100 } },
                labels: labels
            )
            if byTask[key] == nil {
                order.append(key)
                submitted[key] = Self.seconds(of: table.text(row, "submit"))
                groups[key] = labels["dataset"] ?? process
            }
            byTask[key, default: []].append((attempt.attempt, attempt))
            submitted[key] = min(submitted[key] ?? .infinity, Self.seconds(of: table.text(row, "submit")))
        }
        let runs = order.compactMap { key -> TracedRun? in
            guard let attempts = byTask[key] else { return nil }
            return TracedRun(
                group: groups[key] ?? "",
                attempts: attempts.sorted { $0.0 < $1.0 }.map(\.1),
                submitted: submitted[key] ?? 0
            )
        }
        return Trace(
            name: "nextflow-aws-retries",
            runs: runs.enumerated().sorted { ($0.element.submitted, $0.offset) < ($1.element.submitted, $1.offset) }.map(\.element)
        )
    }

    /// Seconds of `2021-03-04 21:06:07.625`.
    private static func seconds(of text: String) -> Double {
        Timestamp(parsing: text.replacing(" ", with: "T") + "Z")?.seconds ?? 0
    }
}
