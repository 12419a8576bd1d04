package import Hummingbird
internal import Logging
internal import Remediation

/// What a request carries from one layer to the next.
package struct ServerContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The identifier that the answer, its problems and every log line of the request bear.
    package var requestID: String

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        requestID = ""
    }
}

extension ServerContext {
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
