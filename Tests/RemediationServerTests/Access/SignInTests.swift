import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Remediation
import RemediationTesting
import SQLStore
import Testing

@testable import RemediationServer

@Suite struct SignInTests {
    @Test func aPastedTokenBecomesASession() async throws {
        let fixture = try await AccessFixture()
        try await fixture.fixture.test { client in
            let posted = try await client.post("/v1/failures", memoryFailure(run: "1"), headers: .bearer(fixture.token(.scheduler)))
            let id = try #require(try posted.string("id"))
            let browser = Browser(client)
            let away = try await browser.get("/failures/\(id)")
            #expect(away.status == .seeOther)
            #expect(away.headers[.location] == "/sign-in?next=%2Ffailures%2F\(id)")
            let signedIn = try await browser.signIn(fixture.token(.operator), next: "/failures/\(id)")
            #expect(signedIn.status == .seeOther)
            #expect(signedIn.headers[.location] == "/failures/\(id)")
            let cookie = try #require(signedIn.headers[values: .setCookie].first { $0.hasPrefix("mulligan_session=") })
            for flag in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"] { #expect(cookie.contains(flag)) }
            #expect(!cookie.contains(fixture.token(.operator)))

            let page = try await browser.get("/failures/\(id)")
            #expect(page.status == .ok)
            #expect(page.text.contains("operator (operator)"))
            #expect(!page.text.contains("name=\"actor\""), "the name is known")
            let decided = try await browser.post("/failures/\(id)/decision", "decision=reject&actor=mallory")
            #expect(decided.status == .seeOther)
            let record = try await client.get("/v1/failures/\(id)", headers: .bearer(fixture.token(.viewer)))
            #expect(try record.string("recommendation", "decidedBy") == "operator")

            #expect(try await browser.post("/sign-out", "").headers[.location] == "/sign-in")
            #expect(browser.cookies["mulligan_session"] == nil)
            let kept = String(cookie.split(separator: ";")[0])
            #expect(try await client.get("/", headers: [.cookie: kept]).status == .unauthorized, "the session ends at the service too")
        }
    }

    @Test func aViewerSeesNoFormsAndASchedulerNoPages() async throws {
        let fixture = try await AccessFixture()
        try await fixture.fixture.test { client in
            let posted = try await client.post("/v1/failures", memoryFailure(run: "1"), headers: .bearer(fixture.token(.scheduler)))
            let id = try #require(try posted.string("id"))
            let viewer = Browser(client)
            _ = try await viewer.signIn(fixture.token(.viewer))
            let page = try await viewer.get("/failures/\(id)")
            #expect(page.status == .ok)
            #expect(!page.text.contains("/decision"))
            #expect(try await viewer.post("/failures/\(id)/decision", "decision=approve").status == .forbidden)
            let scheduler = Browser(client)
            let refused = try await scheduler.signIn(fixture.token(.scheduler))
            #expect(refused.status == .unauthorized)
            #expect(scheduler.cookies["mulligan_session"] == nil)
        }
    }

    @Test func aSessionEndsWithItsTimeAndWithItsToken() async throws {
        let fixture = try await AccessFixture { $0.sessionSeconds = 100 }
        try await fixture.fixture.test { client in
            let browser = Browser(client)
            _ = try await browser.signIn(fixture.token(.viewer))
            #expect(try await browser.get("/").status == .ok)
            fixture.clock.advance(bySeconds: 100)
            #expect(try await browser.get("/").status == .seeOther)
            _ = try await browser.signIn(fixture.token(.viewer))
            #expect(try await browser.get("/").status == .ok)
            let id = try #require(try await fixture.store.tokens().first { $0.name == "viewer" }?.id)
            _ = try await fixture.store.revokeToken(id: id, actor: "root", reason: nil, at: fixture.clock.now())
            #expect(try await browser.get("/").status == .seeOther)
        }
    }

    @Test func everyFormHoldsItsTokenAgainstForgery() async throws {
        let fixture = try await AccessFixture()
        try await fixture.fixture.test { client in
            let posted = try await client.post("/v1/failures", memoryFailure(run: "1"), headers: .bearer(fixture.token(.scheduler)))
            let id = try #require(try posted.string("id"))
            let recommendation = try #require(try posted.string("recommendation", "id"))
            let browser = Browser(client)
            _ = try await browser.signIn(fixture.token(.operator))
            try await browser.get("/failures/\(id)")
            let own = try #require(browser.formToken)
            let other = Browser(client)
            _ = try await other.signIn(fixture.token(.operator))
            try await other.get("/failures/\(id)")
            let foreign = try #require(other.formToken)
            #expect(own != foreign)
            for token in ["", "x", foreign, String(own.dropLast()) + "_", fixture.token(.operator)] {
                for path in ["/failures/\(id)/decision", "/sign-out", "/sign-in"] {
                    let answer = try await browser.post(path, "decision=reject&actor=mallory", token: token)
                    #expect(answer.status == .forbidden, "\(path) with \(token)")
                }
            }
            let site = try await browser.post("/failures/\(id)/decision", "decision=reject", headers: [.origin: "https://evil.example"])
            #expect(site.status == .forbidden, "another site with a stolen form token")
            // The API takes a session's cookie to read, and to write only with the form's token in a header.
            let cookie = try #require(browser.cookies["mulligan_session"].map { "mulligan_session=\($0)" })
            #expect(try await client.get("/v1/failures", headers: [.cookie: cookie]).status == .ok)
            let path = "/v1/recommendations/\(recommendation)/reject"
            #expect(try await client.post(path, "{}", headers: [.cookie: cookie]).status == .forbidden)
            let record = try await client.get("/v1/failures/\(id)", headers: .bearer(fixture.token(.viewer)))
            #expect(try record.string("recommendation", "state") == "pending", "nothing was changed")
            #expect(try await client.post(path, "{}", headers: [.cookie: cookie, Gate.formTokenHeader: own]).status == .ok)
        }
    }

    @Test func signInIsThrottledAndLeadsNowhereElse() async throws {
        let fixture = try await AccessFixture()
        try await fixture.fixture.test { client in
            let browser = Browser(client)
            try await browser.get("/sign-in")
            var statuses: [Int] = []
            for _ in 0..<12 { statuses.append(Int(try await browser.post("/sign-in", "token=\(APIToken.make())").status.code)) }
            #expect(statuses == Array(repeating: 401, count: 10) + [429, 429])
            fixture.clock.advance(bySeconds: 60)
            let refused = try await browser.post("/sign-in", "token=%3Cscript%3E&next=%2F")
            #expect(!refused.text.contains("<script>"))
        }
        for next in [
            "//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/sign-out", "/a\r\nSet-Cookie:x=1",
        ] {
            #expect(SignInRoutes.localPath(next) == "/", "\(next)")
        }
        #expect(SignInRoutes.localPath("/failures/1?x=%20") == "/failures/1?x=%20")
    }

    @Test func overTLSCookiesAreSentOverNothingElse() async throws {
        let fixture = try await AccessFixture(options: ServerOptions(isBehindTLS: true))
        try await fixture.fixture.test { client in
            let browser = Browser(client)
            let answer = try await browser.signIn(fixture.token(.viewer))
            let cookie = try #require(answer.headers[values: .setCookie].first { $0.hasPrefix("__Host-mulligan_session=") })
            #expect(cookie.hasSuffix("; Secure"))
            #expect(try await browser.get("/").status == .ok)
        }
    }
}
