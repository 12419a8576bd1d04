internal import HTTPTypes
internal import Hummingbird
internal import Remediation

/// Keeps other sites' pages from posting in an operator's name.
enum SameOrigin {
    private static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")

    /// Lets through what the browser says comes from our own pages, and clients that are no browsers.
    ///
    /// Browsers send `Sec-Fetch-Site` and, with every POST, `Origin`; a page cannot forge either.
    ///
    /// - Throws: `RemediationError.forbidden` for a request from another site.
    static func check(_ request: Request) throws(RemediationError) {
        if let name = secFetchSite, let site = request.headers[name] {
            if site == "same-origin" || site == "none" { return }
            throw refusal
        }
        guard let origin = request.headers[.origin] else { return }
        let authority = origin.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).last.map(String.init)
        guard let authority, authority == request.head.authority else { throw refusal }
    }

    private static let refusal = RemediationError(
        .forbidden,
        "the form was posted by a page of another site; open this page and decide here"
    )
}
