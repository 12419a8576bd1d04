/// What went wrong, as a value: a bounded code for metrics and status codes, and a message that names the remedy.
package struct RemediationError: Error, Hashable, Sendable {
    /// The kinds of errors; bounded, so it may label a metric.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case invalidInput = "invalid_input"
            case notFound = "not_found"
            case conflict
            case tooLarge = "too_large"
            case unavailable
            case corrupt
            case unauthorized
            case forbidden
            case internalFault = "internal"
        }

        private let value: Value

        /// The code's name as it appears in answers and metrics.
        package var description: String { value.rawValue }

        /// The caller's input breaks a rule; nothing was changed.
        package static let invalidInput = Code(value: .invalidInput)
        /// No such thing.
        package static let notFound = Code(value: .notFound)
        /// The thing is in a state that does not allow this.
        package static let conflict = Code(value: .conflict)
        /// The input exceeds a limit.
        package static let tooLarge = Code(value: .tooLarge)
        /// A part that this needs does not answer now; trying again later may help.
        package static let unavailable = Code(value: .unavailable)
        /// A file or a row does not hold what it should.
        package static let corrupt = Code(value: .corrupt)
        /// The caller did not say who it is.
        package static let unauthorized = Code(value: .unauthorized)
        /// The caller may not do this.
        package static let forbidden = Code(value: .forbidden)
        /// A fault of ours.
        package static let internalFault = Code(value: .internalFault)
    }

    /// The kind of error.
    package var code: Code
    /// What is wrong and what to do about it; no secrets, no payload.
    package var message: String
    /// The field at fault, as a path: `resources.memoryBytes`.
    package var field: String?
    /// The line at fault in a file or stream, from 1.
    package var line: Int?
    /// What caused it, in words.
    package var cause: String?

    /// An error of `code` with `message`.
    package init(_ code: Code, _ message: String, field: String? = nil, line: Int? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.field = field
        self.line = line
        self.cause = cause.map { String(describing: $0) }
    }
}

extension RemediationError: CustomStringConvertible {
    package var description: String {
        var text = ""
        if let line { text += "line \(line): " }
        if let field { text += "\(field): " }
        text += message
        if let cause { text += " (\(cause))" }
        return text
    }
}

extension RemediationError {
    /// An input error from a decoding error: the field's path, and what to write instead.
    package init(_ error: DecodingError, line: Int? = nil) {
        func path(_ keys: [any CodingKey]) -> String? {
            keys.isEmpty ? nil : keys.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context):
            self.init(.invalidInput, "required field is missing", field: path(context.codingPath + [key]), line: line)
        case .typeMismatch(let type, let context):
            self.init(.invalidInput, "has the wrong type; expected \(Self.jsonName(of: type))", field: path(context.codingPath), line: line)
        case .valueNotFound(let type, let context):
            self.init(.invalidInput, "is null; expected \(Self.jsonName(of: type))", field: path(context.codingPath), line: line)
        case .dataCorrupted(let context):
            let field = path(context.codingPath)
            let detail = context.underlyingError.map { ": \($0)" } ?? ""
            self.init(
                .invalidInput,
                field == nil ? "the JSON cannot be read; check that it is complete and UTF-8\(detail)" : context.debugDescription,
                field: field,
                line: line
            )
        @unknown default:
            self.init(.invalidInput, "the JSON cannot be read", line: line)
        }
    }

    private static func jsonName(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a string"
        case is Bool.Type: "true or false"
        case is Int.Type, is Int64.Type: "a whole number"
        case is Double.Type: "a number"
        default: String(describing: type).hasPrefix("Array") ? "an array" : "an object"
        }
    }
}
