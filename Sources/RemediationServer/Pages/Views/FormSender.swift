internal import Hummingbird
internal import Remediation

/// Whom a page offers its forms to.
struct FormSender {
    /// Whether they may decide at all.
    let mayDecide: Bool
    /// Whether the form asks for a name: only where the service knows none.
    let asksName: Bool
    /// The name that the form begins with.
    let name: String
    /// What the form holds against forgery.
    let formToken: String

    /// The sender of `request`.
    init(_ context: ServerContext, _ request: Request) {
        mayDecide = context.may(.operator)
        let known = context.caller?.name ?? ""
        asksName = known.isEmpty
        name = known.isEmpty ? OperatorName.read(request) : known
        formToken = context.formToken
    }
}
