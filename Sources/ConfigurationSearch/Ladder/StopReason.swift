/// Why a ladder ends where it does.
public struct StopReason: Sendable, Hashable, CustomStringConvertible {
    /// The bounded set of reasons, fit for a metric's label.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The stable name of the code.
        public let description: String

        /// No configuration left can succeed: the need lies beyond the limit.
        public static let needBeyondLimit = Code(description: "need_beyond_limit")
        /// Every next attempt costs more than its chance of success is worth.
        public static let notWorthIt = Code(description: "not_worth_it")
        /// The attempts allowed are used up.
        public static let attemptsExhausted = Code(description: "attempts_exhausted")
    }

    /// The reason.
    public let code: Code
    /// The reason in words, with the numbers behind it.
    public let message: String
    /// The best chance that one more attempt would have, 0 to 1, whatever it costs.
    public let bestSuccessProbability: Double

    /// The code and the message on one line.
    public var description: String { "\(code): \(message)" }
}
