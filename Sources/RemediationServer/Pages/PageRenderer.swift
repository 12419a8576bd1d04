internal import HTTPTypes
internal import Hummingbird
internal import Mustache
internal import NIOCore
internal import Remediation

/// Renders pages from their templates.
struct PageRenderer: Sendable {
    private let library: MustacheLibrary
    let version: String

    /// Reads the templates.
    ///
    /// - Throws: An error that names the template that cannot be read.
    init(version: String) throws {
        MustacheContentTypes.register(ScalarHTML(), named: ScalarHTML.name)
        var library = MustacheLibrary()
        for (name, text) in Templates.all { try library.register(text, named: name) }
        self.library = library
        self.version = version
    }

    /// The page of `view` by the template `name`.
    func page(_ name: String, _ view: some Any, status: HTTPResponse.Status = .ok) throws -> Response {
        guard let html = library.render(view, withTemplate: name) else {
            throw RemediationError(.internalFault, "there is no template \(name)")
        }
        var response = Response.text(html, status: status, type: "text/html; charset=utf-8")
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
