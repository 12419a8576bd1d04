package import Hummingbird
internal import Logging
internal import NIOCore
internal import Remediation

/// What a request carries from one layer to the next.
package struct ServerContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The identifier that the answer, its problems and every log line of the request bear.
    package var requestID: String
    /// Who sends the request; nil where the route does not ask.
    var caller: Caller?
    /// What the forms of an answered page hold against forgery.
    var formToken = ""
    /// The address that the request comes from, without its port.
    let peer: String
    /// The connection that the request comes over.
    let connection: ObjectIdentifier

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        requestID = ""
        peer = source.channel.remoteAddress?.ipAddress ?? "unknown"
        connection = ObjectIdentifier(source.channel)
    }
}

extension ServerContext {
    /// The name that a decision is recorded under.
    ///
    /// - Parameter claimed: The name that the request itself gives.
    func actor(_ claimed: String?) -> String { caller?.actor(claimed: claimed) ?? claimed ?? "api" }

    /// Whether the sender may do what takes `role`.
    func may(_ role: Role) -> Bool { caller?.role.includes(role) ?? false }

    /// The path parameter `name`, percent-decoded.
    ///
    /// - Throws: `RemediationError.invalidInput` when it is not valid percent-encoded UTF-8.
    func pathParameter(_ name: String) throws(RemediationError) -> String {
        guard let raw = parameters.get(name), let text = PercentCoding.decode(raw), !text.isEmpty else {
            throw RemediationError(.invalidInput, "is not valid percent-encoded UTF-8", field: name)
        }
        return text
    }
}
