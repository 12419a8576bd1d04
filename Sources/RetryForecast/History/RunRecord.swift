/// What one finished attempt says of its job's need for memory.
package struct RunRecord: Codable, Hashable, Sendable {
    /// Natural logarithm of the memory needed, in bytes.
    package var logNeed: Double
    /// Natural logarithm of the input's size in bytes, where it was known.
    package var logInput: Double?
    /// How long the run took, in seconds.
    package var seconds: Double?
    /// The cores it was granted.
    package var cpus: Double?
    /// Processor time, in core-seconds.
    package var cpuSeconds: Double?

    /// A record of a run whose need is known.
    package init(logNeed: Double, logInput: Double? = nil, seconds: Double? = nil, cpus: Double? = nil, cpuSeconds: Double? = nil) {
        self.logNeed = logNeed
        self.logInput = logInput
        self.seconds = seconds
        self.cpus = cpus
        self.cpuSeconds = cpuSeconds
    }

    /// The share of the work that spread over cores; nil without processor time or with fewer than two cores.
    package var parallelShare: Double? {
        guard let seconds, let cpus, let cpuSeconds, seconds > 0 else { return nil }
        return CoreScaling.share(busy: cpuSeconds / seconds, cores: cpus)
    }
}
