internal import HTTPTypes
internal import Hummingbird
internal import Remediation

extension Problem {
    /// The problem that `error` is to a client, who learns the remedy but nothing of the inside.
    init(_ error: any Error, allowed: [String], requestId: String) {
        switch error {
        case let error as RemediationError:
            let kind = ProblemKind(error.code)
            if kind == .internalFault {
                self.init(kind: kind, detail: "The request could not be answered because of a fault of the service.", requestId: requestId)
            } else {
                self.init(kind: kind, detail: error.message, field: error.field, requestId: requestId)
            }
        case let error as UnsupportedMediaType:
            let given = error.given.isEmpty ? "no Content-Type" : String(error.given.prefix(80))
            self.init(kind: .unsupportedMediaType, detail: "The request has \(given); expected application/json.", requestId: requestId)
        case let error as Overload:
            self.init(kind: error.kind == .overloaded ? .overloaded : .tooManyRequests, detail: error.detail, requestId: requestId)
        case let error as RequestTimeout:
            self.init(kind: .timeout, detail: "The body did not arrive within \(Int(error.seconds)) s.", requestId: requestId)
        case let error as any HTTPResponseError where error.status == .notFound:
            if allowed.isEmpty {
                self.init(kind: .notFound, detail: "There is nothing at this path.", requestId: requestId)
            } else {
                self.init(kind: .methodNotAllowed, detail: "This path takes \(allowed.joined(separator: ", ")).", requestId: requestId)
            }
        case let error as any HTTPResponseError where error.status == .contentTooLarge:
            self.init(kind: .tooLarge, detail: "The body is larger than the limit.", requestId: requestId)
        case let error as any HTTPResponseError where error.status.kind == .clientError:
            self.init(kind: .invalidInput, detail: "The request cannot be read: \(error.status.reasonPhrase).", requestId: requestId)
        default:
            self.init(
                kind: .internalFault,
                detail: "The request could not be answered because of a fault of the service.",
                requestId: requestId
            )
        }
    }
}
