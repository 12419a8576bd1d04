/// Slurm's pair of exit status and signal: `1:0`, `0:9`, and `0:125` for a kill for lack of memory.
struct SlurmExit: Hashable, Sendable {
    let status: Int
    let signal: Int

    /// The signal by which Slurm says that the memory limit was hit; no real signal has this number.
    static let outOfMemorySignal = 125

    /// Parses `status:signal`; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let status = Int(parts[0]), let signal = Int(parts[1]), (-65_536...65_536).contains(status),
            (0...255).contains(signal)
        else { return nil }
        self.status = status
        self.signal = signal
    }

    var isOutOfMemory: Bool { signal == Self.outOfMemorySignal }
}
