/// The resource that a failure used up: the knob that a retry turns.
package enum ExhaustedResource: String, Codable, Sendable, CaseIterable {
    case memory
    case memoryOverhead = "memory_overhead"
    case gpuMemory = "gpu_memory"
    case cpus
    case timeLimit = "time_limit"
    case disk
}
