/// Memory as the scheduler sets it apart: a worker's main memory and what stands beside it.
extension Resources {
    /// Main memory and overhead together, in bytes.
    package var containerBytes: Int64 { memoryBytes + (memoryOverheadBytes ?? 0) }

    /// This configuration with another container, in bytes: `exhausted` takes what is gained, main memory what is lost.
    ///
    /// - Parameter exhausted: The memory that ran out; nil shares out as now.
    package func resized(container: Int64, exhausted: ExhaustedResource?) -> Resources {
        var resources = self
        // Without an overhead of its own the memory is the container, whatever in it ran out.
        guard let overhead = memoryOverheadBytes else {
            resources.memoryBytes = max(container, 1)
            return resources
        }
        switch exhausted {
        case .memoryOverhead where container > memoryBytes: resources.memoryOverheadBytes = container - memoryBytes
        case .memory where container > overhead: resources.memoryBytes = container - overhead
        default:
            resources.memoryBytes = min(max(Int64(Double(container) * (Double(memoryBytes) / Double(containerBytes))), 1), container)
            resources.memoryOverheadBytes = container - resources.memoryBytes
        }
        return resources
    }

    /// This configuration with a container of at most `most` bytes; what has grown beyond `present` gives way first.
    package func lowered(container most: Int64, from present: Resources) -> Resources {
        guard containerBytes > most else { return self }
        let isOverhead = (memoryOverheadBytes ?? 0) > (present.memoryOverheadBytes ?? 0)
        return resized(container: most, exhausted: isOverhead ? .memoryOverhead : .memory)
    }
}
