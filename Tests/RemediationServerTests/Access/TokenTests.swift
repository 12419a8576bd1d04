import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Remediation
import RemediationTesting
import SQLStore
import Synchronization
import Testing

@testable import RemediationServer

/// Tokens that should open nothing, and those who guess them.
@Suite struct TokenTests {
    @Test func aSecretIs256RandomBitsAndItsHashIsAllThatIsKept() async throws {
        let secrets = Set((0..<200).map { _ in APIToken.make() })
        #expect(secrets.count == 200)
        #expect(secrets.allSatisfy { APIToken.isToken($0) && $0.utf8.count == 47 })
        // The example of FIPS 180-2, appendix B.1.
        #expect(APIToken.hash("abc").hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        let fixture = try await AccessFixture()
        await fixture.store.close()
        let path = fixture.path
        for name in [path, path + "-wal"] {
            let bytes = FileManager.default.contents(atPath: name) ?? Data()
            for secret in fixture.tokens.values {
                #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(name) holds a secret")
                #expect(bytes.range(of: Data(secret.dropFirst(4).utf8)) == nil, "\(name) holds a secret")
            }
        }
    }

    @Test func expiredAndRevokedTokensOpenNothing() async throws {
        let fixture = try await AccessFixture()
        let now = fixture.clock.now()
        let secret = try await AccessFixture.add("short", .viewer, to: fixture.store, at: now, expiresAt: now.adding(seconds: 60))
        try await fixture.fixture.test { client in
            #expect(try await client.get("/v1/failures", headers: .bearer(secret)).status == .ok)
            fixture.clock.advance(bySeconds: 60)
            let expired = try await client.get("/v1/failures", headers: .bearer(secret))
            #expect(expired.status == .unauthorized)
            #expect(try expired.string("detail")?.contains("expired") == true)

            let viewer = fixture.token(.viewer)
            #expect(try await client.get("/v1/failures", headers: .bearer(viewer)).status == .ok)
            let id = try #require(try await fixture.store.tokens().first { $0.name == "viewer" }?.id)
            _ = try await fixture.store.revokeToken(id: id, actor: "root", reason: nil, at: fixture.clock.now())
            fixture.clock.advance(bySeconds: Authenticator.cacheSeconds)
            let revoked = try await client.get("/v1/failures", headers: .bearer(viewer))
            #expect(revoked.status == .unauthorized)
            #expect(try revoked.string("detail")?.contains("revoked") == true)
        }
    }

    @Test func whatIsAlmostATokenIsNone() async throws {
        let fixture = try await AccessFixture()
        let good = fixture.token(.admin)
        let last = good.last == "A" ? "B" : "A"
        let wrong: [HTTPFields] = [
            .bearer(good.dropLast() + last), .bearer(String(good.dropLast())), .bearer(good + "A"), .bearer(good.lowercased() + "!"),
            .bearer(""), .bearer(APIToken.hash(good).hex), [.authorization: good], [.authorization: "Digest \(good)"],
            .bearer("e30.e30.e30"), .bearer(String(repeating: "a", count: 9_000)), [.authorization: "Basic !!!"],
        ]
        for headers in wrong {
            fixture.clock.advance(bySeconds: 600)
            try await fixture.fixture.test { client in
                let answer = try await client.get("/v1/failures", headers: headers)
                #expect(answer.status == .unauthorized, "\(headers)")
            }
        }
        try await fixture.fixture.test { client in
            let bearer = try await client.get("/v1/failures", headers: .bearer(good))
            #expect(bearer.status == .ok)
            let basic = Data("slurm:\(good)".utf8).base64EncodedString()
            #expect(try await client.get("/v1/failures", headers: [.authorization: "Basic \(basic)"]).status == .ok)
        }
    }

    @Test func guessingIsThrottledAndShutsNobodyOut() async throws {
        let fixture = try await AccessFixture()
        let admin = fixture.token(.admin)
        try await fixture.fixture.test { client in
            // Known before the guessing begins, from the same address.
            #expect(try await client.get("/v1/failures", headers: .bearer(admin)).status == .ok)
            var statuses: [Int] = []
            for _ in 0..<30 { statuses.append(Int(try await client.get("/v1/failures", headers: .bearer(APIToken.make())).status.code)) }
            #expect(statuses.filter { $0 == 401 }.count == Int(Authenticator.guessCapacity))
            #expect(statuses.filter { $0 == 429 }.count == 30 - Int(Authenticator.guessCapacity))
            let refused = try await client.get("/v1/failures", headers: .bearer(APIToken.make()))
            #expect(refused.headers[.retryAfter].flatMap { Int($0) }.map { (1...6).contains($0) } == true)
            #expect(try refused.string("code") == "too_many_requests")
            fixture.clock.advance(bySeconds: 3)
            #expect(try await client.get("/v1/failures", headers: .bearer(admin)).status == .ok)
            fixture.clock.advance(bySeconds: 6)
            #expect(try await client.get("/v1/failures", headers: .bearer(APIToken.make())).status == .unauthorized)
        }
    }

    /// Of 30 that are looked at when the last of them comes, twenty were not due.
    @Test(arguments: [(RemediationError(.unauthorized, "wrong"), 126), (RemediationError(.tooLarge, "too long"), 6)])
    func guessesAtTheSameTimeAreWaitedFor(_ error: RemediationError, seconds: Int) async throws {
        let fixture = try await AccessFixture()
        let authenticator = Authenticator(Authentication(store: fixture.store), clock: fixture.clock)
        let underWay = UnderWay()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<30 {
                group.addTask {
                    try? await authenticator.throttleGuesses(from: "peer", of: "tokens", isWrong: { _ in true }) {
                        underWay.count.add(1, ordering: .relaxed)
                        while underWay.count.load(ordering: .relaxed) < 30 { await Task.yield() }
                        throw error
                    }
                }
            }
        }
        let refusal = await #expect(throws: Overload.self) {
            try await authenticator.throttleGuesses(from: "peer", of: "tokens", isWrong: { _ in true }) {}
        }
        #expect(refusal?.retryAfterSeconds == seconds)
        try await authenticator.throttleGuesses(from: "another", of: "tokens", isWrong: { _ in true }) {}
    }

    @Test func aCallerWhoSendsTooMuchWaits() async throws {
        let fixture = try await AccessFixture {
            $0.requestsPerSecond = 2
            $0.burst = 5
        }
        try await fixture.fixture.test { client in
            let headers = HTTPFields.bearer(fixture.token(.viewer))
            var statuses: [Int] = []
            for _ in 0..<8 { statuses.append(Int(try await client.get("/v1/failures", headers: headers).status.code)) }
            #expect(statuses == [200, 200, 200, 200, 200, 429, 429, 429])
            let other = try await client.get("/v1/failures", headers: .bearer(fixture.token(.admin)))
            #expect(other.status == .ok, "each caller has a limit of its own")
            fixture.clock.advance(bySeconds: 1)
            let again = try await client.get("/v1/failures", headers: headers)
            #expect(again.status == .ok)
            _ = try await client.get("/v1/failures", headers: headers)
            #expect(try await client.get("/v1/failures", headers: headers).headers[.retryAfter] == "1")
        }
    }

    @Test func decisionsAreRecordedUnderTheTokensName() async throws {
        let fixture = try await AccessFixture()
        try await fixture.fixture.test { client in
            for (number, body, expected) in [
                (1, #"{"note":"fine"}"#, "operator"), (2, #"{"actor":"operator"}"#, "operator"),
                (3, #"{"actor":"ada"}"#, "operator for ada"),
            ] {
                let headers = HTTPFields.bearer(fixture.token(.operator))
                let posted = try await client.post("/v1/failures", memoryFailure(run: "\(number)"), headers: headers)
                let id = try #require(try posted.string("recommendation", "id"))
                let decided = try await client.post("/v1/recommendations/\(id)/reject", body, headers: headers)
                #expect(try decided.string("decidedBy") == expected, "\(decided.text)")
            }
        }
    }
}

/// How many checks have begun.
private final class UnderWay: Sendable {
    let count = Atomic<Int>(0)
}
