internal import HTTPTypes
internal import Remediation

/// A problem details object (RFC 9457).
struct Problem: Encodable, Sendable {
    /// One field at fault.
    struct FieldError: Encodable, Sendable {
        /// The field's path: `resources.memoryBytes`.
        let field: String
        /// What is wrong with it and what to write instead.
        let detail: String
    }

    /// The kind of problem, as a URN.
    let type: String
    /// The kind in words; the same for every problem of the type.
    let title: String
    /// The HTTP status.
    let status: Int
    /// What is wrong this time and what to do about it.
    let detail: String
    /// The code of the kind; bounded.
    let code: String
    /// The first field at fault.
    let field: String?
    /// Every field at fault.
    let errors: [FieldError]?
    /// What to do about problems of this kind.
    let remedy: String
    /// The request's identifier, to find it in the log.
    let requestId: String

    init(kind: ProblemKind, detail: String, field: String? = nil, requestId: String) {
        type = "urn:mulligan:problem:\(kind.code)"
        title = kind.title
        status = Int(kind.status.code)
        code = kind.code
        remedy = kind.remedy
        self.detail = field.map { "\($0): \(detail)" } ?? detail
        self.field = field
        errors = field.map { [FieldError(field: $0, detail: detail)] }
        self.requestId = requestId
    }
}
