internal import Remediation

/// The project's own measurements (`training-data/measured-runs`): real programs under real memory limits.
///
/// A program over its input sizes is one job. A run that finished under a limit has a peak; one that the kernel ended has a lower bound.
enum MeasuredRuns {
    static func trace(_ table: CSVTable) throws(RemediationError) -> Trace {
        try table.require(["program", "family", "input_bytes", "limit_bytes", "outcome", "peak_bytes", "wall_seconds"])
        var runs: [TracedRun] = []
        for row in table.rows.indices {
            let outcome = table.text(row, "outcome")
            guard outcome == "ok" || outcome == "oom" else { continue }
            let peak = try table.number(row, "peak_bytes") ?? 0
            let limit = try table.number(row, "limit_bytes")
            guard peak > 0 || limit != nil else { continue }
            let program = table.text(row, "program")
            let attempt = Attempt(
                job: program,
                runId: "\(program)#\(row)",
                requested: Resources(
                    memoryBytes: Int64(bytes: limit ?? peak * 2),
                    cpus: max(try table.number(row, "cores") ?? 1, 0.1)
                ),
                inputBytes: try table.number(row, "input_bytes"),
                result: outcome == "ok" ? .succeeded : .failed,
                failureClass: outcome == "ok" ? nil : .containerLimit,
                peakMemoryBytes: outcome == "ok" && peak > 0 ? Int64(bytes: peak) : nil,
                runSeconds: try table.number(row, "wall_seconds"),
                labels: ["family": table.text(row, "family")]
            )
            runs.append(TracedRun(group: program, attempts: [attempt], submitted: Double(row)))
        }
        return Trace(name: "measured-runs", runs: runs)
    }
}
