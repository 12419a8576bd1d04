/// An HTTP request to a scheduler.
package struct OutboundRequest: Hashable, Sendable {
    /// The methods that adapters use.
    package enum Method: String, Sendable, CaseIterable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    /// What to do.
    package var method: Method
    /// Where: `http` or `https`, with host and path.
    package var url: String
    /// Header fields; values are never logged nor put into errors.
    package var headers: [String: String]
    /// The body; empty for none.
    package var body: [UInt8]

    /// A request.
    package init(_ method: Method = .get, _ url: String, headers: [String: String] = [:], body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}
