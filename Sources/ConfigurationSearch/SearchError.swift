/// Why a search refused its input; the message names the knob or field at fault and the remedy.
public struct SearchError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The bounded set of causes, fit for a metric's label.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The stable name of the code.
        public let description: String

        /// A knob's lattice is empty, unsorted or not finite.
        public static let invalidKnob = Code(description: "invalid_knob")
        /// Limits, movement and current value leave a knob no value at all.
        public static let emptyAxis = Code(description: "empty_axis")
        /// The search space has no knob, or more than the supported eight.
        public static let knobCount = Code(description: "knob_count")
        /// A table does not fit the lattice it is declared for, or holds a number that is not finite.
        public static let invalidTable = Code(description: "invalid_table")
        /// A rung, option or setting lies outside its stated bounds.
        public static let invalidInput = Code(description: "invalid_input")
    }

    /// The cause.
    public let code: Code
    /// What is wrong, where, and what to do about it.
    public let message: String

    /// Creates an error of `code` that says `message`.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The code and the message on one line.
    public var description: String { "\(code): \(message)" }
}
