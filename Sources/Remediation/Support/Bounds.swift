/// The bounds of numbers and names in what is posted and stored.
package enum Bounds {
    static let attempts = 1...1_000_000
    static let exitCodes = -65_536...65_536
    static let signals = 0...255
    /// Counts of bytes, in bytes.
    static let bytes = 0...Resources.largestBytes
    /// Memory limits, in bytes.
    static let memory = 1...Resources.largestBytes
    /// Input, in bytes.
    static let input = 0...1e18
    /// Cores.
    package static let cores = 0.001...1_000_000
    /// Graphics processors.
    static let gpus = 0.0...1_000_000
    /// Workers, or tasks within one.
    static let workers = 1...1_000_000
    /// Durations, in seconds.
    static let seconds = 0...1e10
    /// Time limits, in seconds.
    package static let timeLimits = 0.001...1e10
    /// Processor time, in core-seconds.
    static let coreSeconds = 0...1e13
    /// Characters of a name.
    static let name = 512
    /// Characters of an engine's name.
    static let engine = 64
    /// The years from 1970 to 9999, in milliseconds.
    static let milliseconds: ClosedRange<Int64> = 0...253_402_300_799_999

    /// Whether `text` is a name; false also for some of many characters that are not ASCII.
    static func isName(_ text: String, limit: Int = name) -> Bool {
        let utf8 = text.utf8
        return !utf8.isEmpty && utf8.count <= limit && !utf8.contains(0)
    }
}

extension ClosedRange {
    /// Whether `value` is in the range, or is not there.
    func admits(_ value: Bound?) -> Bool { value.map(contains) ?? true }
}
