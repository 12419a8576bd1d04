import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Remediation
import RemediationEngine
import RemediationTesting
import Testing

@testable import RemediationServer

@Suite struct PageTests {
    @Test func showsTheQueueAndAFailure() async throws {
        try await ServerFixture().test { client in
            let empty = try await client.get("/")
            #expect(empty.status == .ok)
            #expect(empty.text.contains("Nothing waits for a decision."))
            let id = try #require(try await client.post("/v1/failures", memoryFailure(run: "1", job: "a/b")).string("id"))
            let queue = try await client.get("/?state=&class=&engine=&job=")
            #expect(queue.text.contains("href=\"/failures/\(id)\""))
            let page = try await client.get("/failures/\(id)")
            for expected in [
                "memory.container_limit", "id=\"L2\"", "class=\"hit", "Retry ladder", "<svg", "href=\"/jobs/a%2Fb\"", "Approve",
            ] {
                #expect(page.text.contains(expected), "\(expected)")
            }
            #expect(try await client.get("/jobs/a%2Fb").status == .ok)
            #expect(try await client.get("/rules").status == .ok)
            #expect(try await client.get("/model").status == .ok)
            #expect(try await client.get("/failures/\(id)/log").headers[.contentType] == "text/plain; charset=utf-8")
        }
    }

    @Test func aLogFullOfMarkupStaysText() async throws {
        let evil = #"\u003cscript>alert(1)</script>\"\u0301 onmouseover=alert(2) '><img src=x onerror=alert(3)>\u202e"#
        try await ServerFixture().test { client in
            let body = """
                {"job":"\(evil)","runId":"\(evil)","engine":"slurm","schedulerState":"\(evil)","log":"\(evil)\\noom-kill event(s)\\n\(evil)",
                "resources":{"memoryBytes":1048576},"labels":{"x":"\(evil)"}}
                """
            let answer = try await client.post("/v1/failures", body)
            #expect(answer.status == .created, "\(answer.text)")
            let id = try #require(try answer.string("id"))
            for path in ["/", "/failures/\(id)"] {
                let page = try await client.get(path)
                #expect(page.status == .ok)
                // The page's own script, from its file, and no other.
                #expect(page.text.components(separatedBy: "<script").count == 2)
                #expect(page.text.contains("<script src=\"/assets/live.js\" defer></script>"))
                #expect(!page.text.contains("<img src=x"))
                // The quote must not end an attribute even where a combining mark hides it from a comparison of characters.
                #expect(!page.text.unicodeScalars.elementsContain(Array("\"\u{301}".unicodeScalars)))
                #expect(!page.text.unicodeScalars.contains("\u{202E}"))
            }
        }
    }

    @Test func hostileTextStaysTextOnEveryPage() async throws {
        let mark = #"XSS</script></title></textarea>\"'><img src=x onerror=alert(1)><script>alert(2)</script>{{#x}}{{{y}}}&lt;"#
        let short = #"XSS'><img src=x onerror=alert(1)><script>{{{y}}}"#
        let fixture = try await ServerFixture()
        let entries = try fixture.server.buildRouter().entries
        try await fixture.test { client in
            var id = ""
            // A storm of no one class, so that the incident is the engine's; by the clock of the fixture it lasts two minutes.
            let causes = ["foo: command not found", "Connection refused", "No space left on device", "Segmentation fault"]
            for run in 1...84 {
                let body = """
                    {"job":"\(mark)","runId":"\(mark)\(run)","engine":"\(short)","exitCode":1,"schedulerState":"\(mark)",
                    "log":"\(mark)\\n\(causes[run % 4])\\n\(mark)","resources":{"memoryBytes":314572800},"labels":{"node":"\(mark)"}}
                    """
                let answer = try await client.post("/v1/failures", body)
                #expect(answer.status == .created, "\(answer.text)")
                id = try #require(try answer.string("id"))
                if run == 80 { fixture.clock.advance(bySeconds: 60) }
            }
            fixture.clock.advance(bySeconds: 60)
            try await fixture.service.monitor.tick { _ in }
            let browser = Browser(client)
            try await browser.get("/overview")
            let text = try #require(#"\#(mark)"#.replacing("\\\"", with: "\"").addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            #expect(try await browser.post("/pauses", "actor=\(text)&note=\(text)").status == .seeOther)
            let shown = mark.replacing("\\\"", with: "\"")
            let job = try #require(shown.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            var pages = 0
            for entry in entries where entry.method == .get && !entry.template.hasPrefix("/v1/") {
                // All of the queue, not what waits for a decision alone.
                let query = entry.template == "/" ? "?state=&class=&engine=&job=" : ""
                let path = entry.template.replacing("{id}", with: id).replacing("{job}", with: job) + query
                // A stream without an end, and a page that asks for nothing where nobody need sign in.
                guard path != "/events", path != "/sign-in" else { continue }
                let page = try await client.get(path, headers: [.accept: "text/html"])
                #expect(page.status == .ok, "\(path): \(page.status)")
                guard page.headers[.contentType]?.hasPrefix("text/html") == true else { continue }
                pages += 1
                #expect(page.text.components(separatedBy: "<script").count <= 2, "\(path)")
                for word in ["<img src=x", "</script></title>", "\"'>", "{{#x}}<"] {
                    #expect(!page.text.contains(word), "\(path): \(word)")
                }
                if path.hasPrefix("/?") || ["/incidents", "/overview", "/audit"].contains(path) || path.hasPrefix("/failures/")
                    || path.hasPrefix("/jobs/")
                {
                    #expect(page.text.contains("&lt;img src=x onerror=alert(1)&gt;"), "\(path) shows none of it")
                }
            }
            #expect(pages >= 10)
            let missing = try await client.get("/failures/\(job)", headers: [.accept: "text/html"])
            #expect(missing.status == .notFound && !missing.text.contains("<img src=x"))
        }
    }

    @Test func everyAnswerBearsThePolicy() async throws {
        try await ServerFixture().test { client in
            for path in ["/", "/nothing", "/v1/failures", "/assets/style.css"] {
                let answer = try await client.get(path)
                let policy = try #require(answer.headers[.contentSecurityPolicy])
                #expect(policy.contains("default-src 'none'"))
                #expect(!policy.contains("unsafe"))
                #expect(answer.headers[.xContentTypeOptions] == "nosniff")
                #expect(answer.headers[.requestID]?.isEmpty == false)
            }
            #expect(try await client.get("/healthz", headers: [.requestID: "mine-1"]).headers[.requestID] == "mine-1")
        }
    }

    @Test func pagesHoldNoInlineScriptOrStyle() {
        for (name, template) in Templates.all {
            #expect(template.hasPrefix("{{% CONTENT_TYPE:\(ScalarHTML.name)}}"), "\(name) would not be escaped")
            let scripts = template.replacing("<script src=\"/assets/live.js\" defer></script>", with: "")
            for word in ["<script", "style=", "onclick", "javascript:"] { #expect(!scripts.contains(word), "\(name)") }
        }
    }

    @Test func decidesByAForm() async throws {
        try await ServerFixture().test { client in
            let id = try #require(try await client.post("/v1/failures", memoryFailure(run: "1")).string("id"))
            let path = "/failures/\(id)/decision"
            let browser = Browser(client)
            try await browser.get("/failures/\(id)")
            let bad = try await browser.post(path, "decision=override&actor=ada&memory=lots")
            #expect(bad.status == .seeOther)
            #expect(bad.headers[values: .setCookie].contains { $0.hasPrefix("mulligan_flash=error") })
            let done = try await browser.post(path, "decision=override&actor=ada&memory=6+GiB&cpus=2&note=a%26b")
            #expect(done.headers[.location] == "/failures/\(id)")
            let record = try await client.get("/v1/failures/\(id)")
            #expect(try record.json["recommendation"]?["target"]?["memoryBytes"]?.number == 6_442_450_944)
            #expect(try record.string("recommendation", "note") == "a&b")
            let cookie = try #require(done.headers[values: .setCookie].first).split(separator: ";")[0]
            let page = try await client.get("/failures/\(id)", headers: [.cookie: String(cookie)])
            #expect(page.text.contains("Approved with 6 GiB"))
            #expect(page.headers[values: .setCookie].contains { $0.contains("Max-Age=0") })
        }
    }

    @Test(arguments: [
        [HTTPField.Name.origin: "https://evil.example"] as HTTPFields,
        [.origin: "null"],
        [HTTPField.Name("Sec-Fetch-Site") ?? .origin: "cross-site"],
    ])
    func refusesAFormOfAnotherSite(headers: HTTPFields) async throws {
        try await ServerFixture().test { client in
            let answer = try await client.post("/v1/failures", memoryFailure(run: "1"))
            let id = try #require(try answer.string("id"))
            let recommendation = try #require(try answer.string("recommendation", "id"))
            var fields = headers
            fields[.contentType] = "application/x-www-form-urlencoded"
            let refused = try await client.post("/failures/\(id)/decision", "decision=approve&actor=mallory", headers: fields)
            #expect(refused.status == .forbidden)
            fields[.contentType] = "application/json"
            let api = try await client.post("/v1/recommendations/\(recommendation)/approve", "{}", headers: fields)
            #expect(api.status == .forbidden)
            #expect(try await client.get("/v1/failures/\(id)").string("recommendation", "state") == "pending")
        }
    }

    @Test func errorsArePagesForBrowsers() async throws {
        try await ServerFixture().test { client in
            let page = try await client.get("/failures/unknown", headers: [.accept: "text/html,*/*"])
            #expect(page.status == .notFound)
            #expect(page.headers[.contentType] == "text/html; charset=utf-8")
            let api = try await client.get("/v1/failures/unknown", headers: [.accept: "text/html,*/*"])
            #expect(api.headers[.contentType] == "application/problem+json")
        }
    }
}

extension String.UnicodeScalarView {
    /// Whether `needle` occurs, scalar by scalar.
    func elementsContain(_ needle: [Unicode.Scalar]) -> Bool {
        let hay = Array(self)
        guard hay.count >= needle.count else { return false }
        return (0...(hay.count - needle.count)).contains { Array(hay[$0..<($0 + needle.count)]) == needle }
    }
}
