package import Remediation

/// Reads the known kinds of traces, told apart by their columns.
package enum TraceReader {
    /// Reads a trace.
    ///
    /// - Throws: `RemediationError` for a file that cannot be read or is of no known kind, naming row and column.
    package static func read(_ path: String) throws(RemediationError) -> Trace {
        let table = try CSVTable(path: path)
        if table.has("req_mem_gb"), table.has("component") { return try NextflowRetries.trace(table) }
        if table.has("program"), table.has("limit_bytes") { return try MeasuredRuns.trace(table) }
        if table.has("process"), table.has("rss") { return try ProcessTrace.trace(table) }
        if table.has("job"), table.has("peakMemoryBytes") || table.has("peak_memory_bytes") { return try AttemptTable.trace(table) }
        throw RemediationError(
            .invalidInput,
            "\(path) is of no known kind; it needs job, memoryBytes, result, peakMemoryBytes and runSeconds (docs/data-formats.md)"
        )
    }
}

extension Int64 {
    /// Bytes from a number that may be out of range, at least 1.
    init(bytes: Double) { self = Int64(Swift.min(Swift.max(bytes.rounded(), 1), Double(Resources.largestBytes))) }
}
