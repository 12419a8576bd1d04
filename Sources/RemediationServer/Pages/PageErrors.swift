internal import HTTPTypes
internal import Hummingbird

/// Answers errors as a page where a person asked, so that nobody has to read JSON in a browser.
struct PageErrors: Sendable {
    let pages: PageRenderer

    /// Whether the sender of `request` reads pages: a browser, and no path of the API.
    func concerns(_ request: Request) -> Bool {
        let path = request.uri.path
        return !path.hasPrefix("/v1/") && !path.hasPrefix("/hooks/") && (request.headers[.accept]?.contains("text/html") ?? false)
    }

    /// The page that says what `problem` says.
    func answer(_ problem: Problem) -> Response {
        let view = ErrorView(
            page: PageView(title: problem.title, version: pages.version),
            status: String(problem.status),
            heading: problem.title,
            detail: problem.detail,
            remedy: problem.remedy,
            requestId: problem.requestId
        )
        return (try? pages.page("error", view, status: .init(code: problem.status)))
            ?? Response(status: .init(code: problem.status))
    }
}
