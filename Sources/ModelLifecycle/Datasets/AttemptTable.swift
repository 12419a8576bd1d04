internal import Remediation

/// A table of finished attempts in the names of the `advise` protocol, in camel case or with underscores.
enum AttemptTable {
    static func trace(_ table: CSVTable) throws(RemediationError) -> Trace {
        func column(_ camel: String, _ snake: String) -> String { table.has(camel) ? camel : snake }
        let memory = column("memoryBytes", "memory_bytes")
        let peak = column("peakMemoryBytes", "peak_memory_bytes")
        let seconds = column("runSeconds", "run_seconds")
        let input = column("inputBytes", "input_bytes")
        let run = column("runId", "run_id")
        let failureClass = column("failureClass", "failure_class")
        try table.require(["job", memory, "result", peak, seconds])
        var order: [String] = []
        var attempts: [String: [Attempt]] = [:]
        for row in table.rows.indices {
            let succeeded = ["succeeded", "ok", "success"].contains(table.text(row, "result"))
            let job = table.text(row, "job")
            let key = table.text(row, run).isEmpty ? "\(job)#\(row)" : "\(job)#\(table.text(row, run))"
            let granted = try table.number(row, memory)
            let used = try table.number(row, peak)
            guard let limit = granted ?? used, limit >= 1 else {
                throw RemediationError(.invalidInput, "\(table.name): a memory limit is at least 1 byte", field: memory, line: row + 2)
            }
            let named = table.text(row, failureClass)
            guard let cause = named.isEmpty ? .containerLimit : FailureClass(rawValue: named) else {
                throw RemediationError(
                    .invalidInput,
                    "\(table.name): \"\(named.prefix(80))\" is no failure class; docs/failure-classes.md lists them",
                    field: failureClass,
                    line: row + 2
                )
            }
            let attempt = Attempt(
                job: job,
                runId: key,
                attempt: attempts[key].map { $0.count + 1 } ?? 1,
                engine: table.text(row, "engine").isEmpty ? nil : table.text(row, "engine"),
                requested: Resources(memoryBytes: Int64(bytes: limit), cpus: max(try table.number(row, "cpus") ?? 1, 0.1)),
                inputBytes: try table.number(row, input),
                result: succeeded ? .succeeded : .failed,
                failureClass: succeeded ? nil : cause,
                peakMemoryBytes: used.flatMap { $0 > 0 ? Int64(bytes: $0) : nil },
                runSeconds: try table.number(row, seconds)
            )
            if attempts[key] == nil { order.append(key) }
            attempts[key, default: []].append(attempt)
        }
        let runs = order.enumerated().map { index, key in
            TracedRun(group: attempts[key]?.first?.job ?? key, attempts: attempts[key] ?? [], submitted: Double(index))
        }
        return Trace(name: table.name, runs: runs)
    }
}
