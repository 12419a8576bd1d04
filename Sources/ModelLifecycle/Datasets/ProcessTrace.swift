internal import Remediation

/// A trace of workflow processes with their measured peaks (`process`, `rss`, `realtime_ms`, `rchar`): every row a run that succeeded.
enum ProcessTrace {
    static func trace(_ table: CSVTable) throws(RemediationError) -> Trace {
        try table.require(["process", "rss", "realtime_ms", "req_mem_bytes"])
        var runs: [TracedRun] = []
        for row in table.rows.indices {
            guard let peak = try table.number(row, "rss"), peak > 0 else { continue }
            let workflow = table.has("workflow") ? table.text(row, "workflow") : ""
            let attempt = Attempt(
                job: workflow.isEmpty ? table.text(row, "process") : workflow + "/" + table.text(row, "process"),
                runId: String(row),
                requested: Resources(
                    memoryBytes: Int64(bytes: try table.number(row, "req_mem_bytes") ?? peak),
                    cpus: max(try table.number(row, "cpus") ?? 1, 0.1)
                ),
                inputBytes: try table.number(row, "rchar"),
                result: .succeeded,
                peakMemoryBytes: Int64(bytes: peak),
                runSeconds: (try table.number(row, "realtime_ms") ?? 0) / 1_000
            )
            runs.append(TracedRun(group: workflow, attempts: [attempt], submitted: (try table.number(row, "submit_ms") ?? 0) / 1_000))
        }
        return Trace(name: runs.first?.group ?? table.name, runs: runs)
    }
}
