import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore

/// A browser without script: keeps cookies, and posts forms with what their page held.
final class Browser {
    let client: any TestClientProtocol
    private(set) var cookies: [String: String] = [:]
    private(set) var page = ""

    init(_ client: any TestClientProtocol) {
        self.client = client
    }

    /// Loads a page.
    @discardableResult
    func get(_ path: String) async throws -> TestResponse {
        let answer = try await client.get(path, headers: fields())
        keep(answer)
        page = answer.text
        return answer
    }

    /// What the forms of the last page hold against forgery.
    var formToken: String? {
        guard let start = page.range(of: #"name="csrf" value=""#), let end = page[start.upperBound...].firstIndex(of: "\"") else {
            return nil
        }
        return String(page[start.upperBound..<end])
    }

    /// Posts a form of the last page.
    func post(_ path: String, _ form: String, token: String? = nil, headers: HTTPFields = [:]) async throws -> TestResponse {
        var headers = fields().merging(headers)
        headers[.contentType] = "application/x-www-form-urlencoded"
        if headers[.origin] == nil { headers[.origin] = "http://localhost" }
        let body = (token ?? formToken).map { "csrf=\($0)&\(form)" } ?? form
        let answer = try await client.post(path, body, headers: headers)
        keep(answer)
        return answer
    }

    /// Signs in with `token`.
    func signIn(_ token: String, next: String = "/") async throws -> TestResponse {
        try await get("/sign-in?next=\(next)")
        return try await post("/sign-in", "token=\(token)&next=\(next)")
    }

    private func fields() -> HTTPFields {
        var fields: HTTPFields = [.accept: "text/html"]
        if !cookies.isEmpty { fields[.cookie] = cookies.map { "\($0)=\($1)" }.sorted().joined(separator: "; ") }
        return fields
    }

    private func keep(_ answer: TestResponse) {
        for header in answer.headers[values: .setCookie] {
            let pair = header.split(separator: ";")[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            cookies[String(pair[0])] = header.contains("Max-Age=0") ? nil : String(pair[1])
        }
    }
}

extension HTTPFields {
    /// These fields, with those of `others` in place of the same names.
    func merging(_ others: HTTPFields) -> HTTPFields {
        var merged = self
        for field in others { merged[field.name] = field.value }
        return merged
    }

    /// The fields with which `token` is sent.
    static func bearer(_ token: String) -> HTTPFields { [.authorization: "Bearer \(token)"] }
}
