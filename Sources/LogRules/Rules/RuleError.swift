/// What is wrong with a rule or a pack: a bounded code, the file and line at fault, and what to do.
public struct RuleError: Error, Hashable, Sendable {
    /// The kinds of errors; bounded, so it may label a metric.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case unreadable, invalid, unknownField = "unknown_field", pattern, example, duplicate, internalFault = "internal"
        }

        private let value: Value

        /// The code's name.
        public var description: String { value.rawValue }

        /// A file or folder cannot be read.
        public static let unreadable = Code(value: .unreadable)
        /// A field is missing or holds the wrong thing.
        public static let invalid = Code(value: .invalid)
        /// A field is not one of the schema's.
        public static let unknownField = Code(value: .unknownField)
        /// A pattern does not compile.
        public static let pattern = Code(value: .pattern)
        /// An example does not do what it says.
        public static let example = Code(value: .example)
        /// Two rules share an identifier.
        public static let duplicate = Code(value: .duplicate)
        /// A fault of ours.
        public static let internalFault = Code(value: .internalFault)
    }

    /// The kind of error.
    public var code: Code
    /// What is wrong and what to do about it.
    public var message: String
    /// The file at fault.
    public var file: String?
    /// The line at fault, from 1.
    public var line: Int?

    /// An error of `code` in `file`.
    public init(_ code: Code, _ message: String, file: String? = nil, line: Int? = nil) {
        self.code = code
        self.message = message
        self.file = file
        self.line = line
    }
}

extension RuleError: CustomStringConvertible {
    /// The file, the line and the message.
    public var description: String {
        var text = ""
        if let file { text += file + (line.map { ":\($0)" } ?? "") + ": " }
        return text + message
    }
}
