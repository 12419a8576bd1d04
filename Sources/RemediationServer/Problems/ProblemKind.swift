internal import HTTPTypes
internal import Remediation

/// The kinds of problems that the server answers with.
struct ProblemKind: Hashable, Sendable {
    /// The kind's name; bounded, so it may label a metric.
    let code: String
    /// The kind in words.
    let title: String
    /// The HTTP status.
    let status: HTTPResponse.Status
    /// What to do about it.
    let remedy: String

    static let invalidInput = ProblemKind(
        code: "invalid_input",
        title: "The request breaks a rule",
        status: .badRequest,
        remedy: "Correct the field that the detail names; nothing was changed. The contract is at /openapi.yaml."
    )
    static let unauthorized = ProblemKind(
        code: "unauthorized",
        title: "The request does not say who sends it",
        status: .unauthorized,
        remedy: "Send an API token as `Authorization: Bearer ...`."
    )
    static let forbidden = ProblemKind(
        code: "forbidden",
        title: "The sender may not do this",
        status: .forbidden,
        remedy: "Ask an administrator for the role that the detail names."
    )
    static let notFound = ProblemKind(
        code: "not_found",
        title: "There is no such thing",
        status: .notFound,
        remedy: "Check the path and the identifier; the paths are listed at /openapi.yaml."
    )
    static let methodNotAllowed = ProblemKind(
        code: "method_not_allowed",
        title: "The path does not take this method",
        status: .methodNotAllowed,
        remedy: "Use a method of the Allow header."
    )
    static let timeout = ProblemKind(
        code: "request_timeout",
        title: "The body did not arrive in time",
        status: .requestTimeout,
        remedy: "Send the body at once, or a shorter one."
    )
    static let conflict = ProblemKind(
        code: "conflict",
        title: "The present state does not allow this",
        status: .conflict,
        remedy: "Read the present state and decide again; nothing was changed."
    )
    static let tooLarge = ProblemKind(
        code: "too_large",
        title: "The request is too large",
        status: .contentTooLarge,
        remedy: "Send the last part of the log, where the cause is, and cut the rest."
    )
    static let unsupportedMediaType = ProblemKind(
        code: "unsupported_media_type",
        title: "The body is of a type that is not read here",
        status: .unsupportedMediaType,
        remedy: "Send JSON with `Content-Type: application/json` and no Content-Encoding."
    )
    static let tooManyRequests = ProblemKind(
        code: "too_many_requests",
        title: "The requests come too fast",
        status: .tooManyRequests,
        remedy: "Wait the seconds of the Retry-After header and send fewer at a time; nothing was changed."
    )
    static let overloaded = ProblemKind(
        code: "overloaded",
        title: "The service has too much to do now",
        status: .serviceUnavailable,
        remedy: "Try again after the seconds of the Retry-After header; nothing was changed."
    )
    static let unavailable = ProblemKind(
        code: "unavailable",
        title: "A part of the service does not answer now",
        status: .serviceUnavailable,
        remedy: "Try again after the seconds of the Retry-After header; with an Idempotency-Key this is safe."
    )
    static let internalFault = ProblemKind(
        code: "internal",
        title: "A fault of the service",
        status: .internalServerError,
        remedy: "Try again later; the service's log has the cause under this request id."
    )

    /// The kind of an error of the domain.
    init(_ code: RemediationError.Code) {
        self =
            switch code {
            case .invalidInput: .invalidInput
            case .notFound: .notFound
            case .conflict: .conflict
            case .tooLarge: .tooLarge
            case .unavailable: .unavailable
            case .unauthorized: .unauthorized
            case .forbidden: .forbidden
            default: .internalFault
            }
    }

    private init(code: String, title: String, status: HTTPResponse.Status, remedy: String) {
        self.code = code
        self.title = title
        self.status = status
        self.remedy = remedy
    }
}
