import Remediation

extension Resources {
    /// Whether this configuration grants more of `resource` than `other`; a resource that neither names is not more.
    func exceeds(_ other: Resources, in resource: ExhaustedResource) -> Bool {
        switch resource {
        case .memory:
            memoryBytes > other.memoryBytes || (concurrency ?? 0) < (other.concurrency ?? 0)
        case .memoryOverhead:
            containerBytes > other.containerBytes || (concurrency ?? 0) < (other.concurrency ?? 0)
        case .gpuMemory: (gpus ?? 0) > (other.gpus ?? 0) || (concurrency ?? 0) < (other.concurrency ?? 0)
        case .cpus: cpus > other.cpus
        case .timeLimit: (timeLimitSeconds ?? .infinity) > (other.timeLimitSeconds ?? .infinity)
        case .disk: (diskBytes ?? 0) > (other.diskBytes ?? 0)
        }
    }
}

extension ResourceLimits {
    /// The smaller of each limit.
    func tightened(by other: ResourceLimits?) -> ResourceLimits {
        func least<Value: Comparable>(_ one: Value?, _ two: Value?) -> Value? {
            switch (one, two) {
            case (let one?, let two?): min(one, two)
            default: one ?? two
            }
        }
        guard let other else { return self }
        return ResourceLimits(
            memoryBytes: least(memoryBytes, other.memoryBytes),
            cpus: least(cpus, other.cpus),
            timeLimitSeconds: least(timeLimitSeconds, other.timeLimitSeconds),
            diskBytes: least(diskBytes, other.diskBytes)
        )
    }
}
