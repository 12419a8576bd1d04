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

/// Every route with every role: who gets in, and who does not.
@Suite struct RouteRoleTests {
    /// Paths that stand for a template's parameters.
    private static func path(_ template: String) -> String {
        // The stream of events has no end; a parameter that it does not know does.
        if template == "/events" { return "/events?unknown=1" }
        return template.replacing("{id}", with: "unknown").replacing("{job}", with: "unknown").replacing("{name}", with: "unknown")
    }

    /// What each role is for, written by hand a second time: a slip in `RouteAccess` must not pass because `RouteAccess` says so.
    ///
    /// s scheduler, v viewer, o operator, a administrator; `-` everybody, with or without a token.
    private static let policy = """
        POST /v1/failures                       s o a
        GET /v1/failures                        v o a
        GET /v1/failures/{id}                   v o a
        POST /v1/classify                       s v o a
        GET /v1/recommendations                 v o a
        GET /v1/recommendations/{id}            s v o a
        POST /v1/recommendations/{id}/approve   o a
        POST /v1/recommendations/{id}/reject    o a
        POST /v1/recommendations/{id}/override  o a
        POST /v1/attempts                       s o a
        POST /v1/advice                         s v o a
        POST /v1/plans                          s v o a
        GET /v1/jobs/{job}/configuration        s v o a
        POST /hooks/{name}                      s o a
        GET /v1/audit                           v o a
        GET /v1/deliveries                      v o a
        GET /v1/deliveries/{id}                 v o a
        POST /v1/deliveries/{id}/retry          o a
        GET /v1/outbox                          v o a
        GET /v1/incidents                       v o a
        GET /v1/incidents/{id}                  v o a
        GET /v1/incidents/{id}/steps            v o a
        POST /v1/incidents/{id}/close           o a
        GET /v1/pauses                          v o a
        POST /v1/pauses                         o a
        POST /v1/pauses/{id}/resume             o a
        GET /healthz                            -
        GET /readyz                             -
        GET /openapi.yaml                       -
        GET /metrics                            v o a
        GET /sign-in                            -
        POST /sign-in                           -
        POST /sign-out                          -
        GET /                                   v o a
        GET /failures/{id}                      v o a
        GET /failures/{id}/log                  v o a
        POST /failures/{id}/decision            o a
        GET /jobs/{job}                         v o a
        GET /rules                              v o a
        GET /model                              v o a
        GET /overview                           v o a
        GET /deliveries                         v o a
        GET /incidents                          v o a
        GET /policy                             v o a
        GET /audit                              v o a
        GET /events                             v o a
        POST /decisions                         o a
        POST /pauses                            o a
        POST /pauses/{id}/resume                o a
        POST /deliveries/{id}/retry             o a
        POST /incidents/{id}/close              o a
        GET /assets/style.css                   -
        GET /assets/live.js                     -
        GET /assets/icon.svg                    -
        """

    /// Who may use a route; nil for everybody.
    private static let expected: [String: Set<Role>?] = {
        let letters: [Substring: Role] = ["s": .scheduler, "v": .viewer, "o": .operator, "a": .admin]
        let rows = policy.split(separator: "\n").map { line in
            let words = line.split(separator: " ")
            let roles = words.dropFirst(2)
            return ("\(words[0]) \(words[1])", roles == ["-"] ? nil : Set(roles.compactMap { letters[$0] }))
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }()

    @Test func everyRouteIsInThePolicyAndDeclaresItsRole() async throws {
        let table = try await ServerFixture().server.buildRouter()
        let served = Set(table.entries.map { "\($0.method.rawValue) \($0.template)" })
        #expect(served == Set(RouteAccess.table.keys), "declare the least role of every route in RouteAccess")
        #expect(served == Set(Self.expected.keys), "say here too whom a new route is for")
    }

    @Test func everyRouteAdmitsWhomItIsForAndNobodyElse() async throws {
        let fixture = try await AccessFixture()
        let entries = try fixture.fixture.server.buildRouter().entries
        let tokens = fixture.tokens
        let start = fixture.clock.now()
        let expired = try await AccessFixture.add("late", .admin, to: fixture.store, at: start, expiresAt: start.adding(seconds: 1))
        fixture.clock.advance(bySeconds: 2)
        let revoked = try await AccessFixture.add("gone", .admin, to: fixture.store, at: fixture.clock.now())
        let goneId = try #require(try await fixture.store.tokens().first { $0.name == "gone" }?.id)
        _ = try await fixture.store.revokeToken(id: goneId, actor: "ada", reason: nil, at: fixture.clock.now())
        let altered = String(fixture.token(.admin).dropLast()) + (fixture.token(.admin).hasSuffix("A") ? "B" : "A")
        let wrong = [
            ("forged", APIToken.make()), ("expired", expired), ("revoked", revoked), ("altered", altered),
            ("unsigned", "eyJhbGciOiJub25lIn0.eyJyb2xlIjoiYWRtaW4ifQ."), ("empty", ""),
        ]
        try await fixture.fixture.test { client in
            for entry in entries {
                // So many guesses in a row would be throttled.
                fixture.clock.advance(bySeconds: 60)
                let name = "\(entry.method) \(entry.template)"
                let roles = try #require(Self.expected["\(entry.method.rawValue) \(entry.template)"], "\(name)")
                let path = Self.path(entry.template)
                func status(_ headers: HTTPFields) async throws -> Int {
                    var headers = headers
                    headers[.contentType] = "application/json"
                    return try await client.execute(uri: path, method: entry.method, headers: headers, body: ByteBuffer(string: "?")) {
                        Int($0.status.code)
                    }
                }
                guard let roles else {
                    for token in [nil] + tokens.values.map(Optional.some) {
                        let answer = try await status(token.map { .bearer($0) } ?? [:])
                        // Forms without their value against forgery are refused to everybody.
                        #expect(answer < 500 && answer != 401 && (answer != 403 || entry.method == .post), "\(name): \(answer)")
                    }
                    continue
                }
                #expect(try await status([:]) == 401, "\(name) without a token")
                for (kind, token) in wrong { #expect(try await status(.bearer(token)) == 401, "\(name) with a token that is \(kind)") }
                for (role, token) in tokens {
                    let answer = try await status(.bearer(token))
                    if roles.contains(role) {
                        #expect(answer < 500 && answer != 401 && answer != 403, "\(name) as \(role): \(answer)")
                    } else {
                        #expect(answer == 403, "\(name) as \(role): \(answer)")
                    }
                }
            }
        }
    }

    @Test func refusalsNameTheRemedyAndChangeNothing() async throws {
        let fixture = try await AccessFixture()
        try await fixture.fixture.test { client in
            let nobody = try await client.post("/v1/failures", memoryFailure(run: "1"))
            #expect(nobody.status == .unauthorized)
            #expect(nobody.headers[.contentType] == "application/problem+json")
            #expect(nobody.headers[.wwwAuthenticate] == "Bearer")
            #expect(try nobody.string("code") == "unauthorized")
            #expect(try nobody.string("remedy")?.contains("Bearer") == true)
            let viewer = try await client.post("/v1/failures", memoryFailure(run: "1"), headers: .bearer(fixture.token(.viewer)))
            #expect(viewer.status == .forbidden)
            #expect(try viewer.string("detail")?.contains("takes scheduler") == true)
            let list = try await client.get("/v1/failures", headers: .bearer(fixture.token(.viewer)))
            #expect(try list.json["items"]?.array?.isEmpty == true)
        }
    }
}
