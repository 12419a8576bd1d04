import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Remediation
import RemediationTesting
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

    @Test func everyRouteDeclaresItsRoleAndNoRoleIsOfNoRoute() async throws {
        let table = try await ServerFixture().server.buildRouter()
        let served = Set(table.entries.map { "\($0.method.rawValue) \($0.template)" })
        #expect(served == Set(RouteAccess.table.keys), "declare the least role of every route in RouteAccess")
    }

    @Test func everyRouteAdmitsWhomItDeclaresAndNobodyElse() async throws {
        let fixture = try await AccessFixture()
        let entries = try fixture.fixture.server.buildRouter().entries
        let tokens = fixture.tokens
        try await fixture.fixture.test { client in
            for entry in entries {
                // So many guesses in a row would be throttled.
                fixture.clock.advance(bySeconds: 60)
                let access = RouteAccess.of(entry)
                let isOpen = access.requirement == .nobody
                let path = Self.path(entry.template)
                func status(_ headers: HTTPFields) async throws -> Int {
                    var headers = headers
                    headers[.contentType] = "application/json"
                    return try await client.execute(uri: path, method: entry.method, headers: headers, body: ByteBuffer(string: "?")) {
                        Int($0.status.code)
                    }
                }
                let name = "\(entry.method) \(entry.template)"
                if !isOpen {
                    #expect(try await status([:]) == 401, "\(name) without a token")
                    #expect(try await status(.bearer(APIToken.make())) == 401, "\(name) with a forged token")
                }
                for (role, token) in tokens {
                    let answer = try await status(.bearer(token))
                    if access.admits(role) {
                        #expect(answer != 401 && (answer != 403 || isOpen && access.isForm), "\(name) as \(role): \(answer)")
                    } else {
                        #expect(answer == 403, "\(name) as \(role): \(answer)")
                    }
                }
            }
        }
    }

    /// What each role is for, written a second time: a slip in the table must not pass because the table says so.
    @Test(arguments: [
        ("POST /v1/failures", [Role.scheduler, .operator, .admin]),
        ("GET /v1/failures/{id}", [.viewer, .operator, .admin]),
        ("POST /v1/recommendations/{id}/approve", [.operator, .admin]),
        ("POST /v1/recommendations/{id}/override", [.operator, .admin]),
        ("POST /failures/{id}/decision", [.operator, .admin]),
        ("POST /hooks/{name}", [.scheduler, .operator, .admin]),
        ("GET /metrics", [.viewer, .operator, .admin]),
        ("GET /failures/{id}/log", [.viewer, .operator, .admin]),
        ("GET /healthz", [.scheduler, .viewer, .operator, .admin]),
    ])
    func theRolesAreForWhatTheyShouldBe(route: String, roles: [Role]) throws {
        let access = try #require(RouteAccess.table[route])
        #expect(Role.allCases.filter(access.admits) == Role.allCases.filter(roles.contains))
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
