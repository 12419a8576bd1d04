/// What one finished attempt says of its job's need for memory.
package struct RunRecord: Codable, Hashable, Sendable {
    /// Natural logarithm of the memory needed, in bytes.
    package var logNeed: Double
    /// Natural logarithm of the input's size in bytes, where it was known.
    package var logInput: Double?
    /// How long the run took, in seconds.
    package var seconds: Double?

    /// A record of a run whose need is known.
    package init(logNeed: Double, logInput: Double? = nil, seconds: Double? = nil) {
        self.logNeed = logNeed
        self.logInput = logInput
        self.seconds = seconds
    }
}
