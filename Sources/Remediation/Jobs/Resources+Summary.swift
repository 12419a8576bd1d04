extension Resources {
    /// The configuration in a few words: `1.5 GiB, 2 cores`.
    package var summary: String {
        var parts = [HumanUnits.bytes(memoryBytes)]
        if let memoryOverheadBytes { parts.append("\(HumanUnits.bytes(memoryOverheadBytes)) overhead") }
        parts.append("\(HumanUnits.number(cpus)) \(cpus == 1 ? "core" : "cores")")
        if let gpus, gpus > 0 { parts.append("\(HumanUnits.number(gpus)) GPU") }
        if let diskBytes { parts.append("\(HumanUnits.bytes(diskBytes)) disk") }
        if let timeLimitSeconds { parts.append("limit \(HumanUnits.seconds(timeLimitSeconds))") }
        if let workers { parts.append("\(workers) \(workers == 1 ? "worker" : "workers")") }
        if let concurrency { parts.append("\(concurrency) \(concurrency == 1 ? "task" : "tasks") a worker") }
        return parts.joined(separator: ", ")
    }
}
