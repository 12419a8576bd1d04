import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JWTKit
import Remediation
import RemediationTesting
import Synchronization
import Testing

@testable import RemediationServer

/// What an issuer writes into a token.
private struct Payload: JWTPayload {
    var iss: String? = "https://id.example"
    var aud: [String]? = ["mulligan", "other"]
    var sub: String? = "0815"
    var preferred_username: String? = "ada"
    var exp: Double?
    var nbf: Double?
    var realm_access: [String: [String]]? = ["roles": ["sre"]]

    func verify(using algorithm: some JWTAlgorithm) async throws {}
}

/// An issuer with keys of its own, which can rotate and fall silent.
private final class Issuer: Sendable {
    struct State {
        var keys: [(id: String, key: ES256PrivateKey)] = [("one", ES256PrivateKey())]
        var fetches = 0
        var isDown = false
    }

    let state = Mutex(State())

    var keySet: [UInt8] {
        let keys = state.withLock(\.keys).map { entry in
            let parameters = entry.key.parameters
            let x = parameters?.x ?? ""
            let y = parameters?.y ?? ""
            // Issuers write base64 with and without its URL form.
            return #"{"kty":"EC","crv":"P-256","use":"sig","kid":"\#(entry.id)","x":"\#(x)","y":"\#(y)"}"#
        }
        return Array(#"{"keys":[{"kty":"oct","kid":"odd","k":"AAAA"},\#(keys.joined(separator: ","))]}"#.utf8)
    }

    func sign(_ payload: Payload, key id: String = "one", header: JWTHeader = JWTHeader()) async throws -> String {
        let key = try #require(state.withLock { $0.keys.first { $0.id == id }?.key })
        return try await JWTKeyCollection().add(ecdsa: key, kid: JWKIdentifier(string: id)).sign(
            payload,
            kid: JWKIdentifier(string: id),
            header: header
        )
    }

    func provider(clock: any WallClock) -> IdentityProvider {
        IdentityProvider(
            IdentityProviderOptions(
                issuer: "https://id.example",
                audience: "mulligan",
                roleClaim: "realm_access.roles",
                roles: ["sre": .operator, "all": .viewer, "boss": .admin]
            ),
            clock: clock
        ) { () async throws(RemediationError) in
            let isDown = self.state.withLock { state in
                state.fetches += 1
                return state.isDown
            }
            if isDown { throw RemediationError(.unavailable, "down") }
            return self.keySet
        }
    }
}

@Suite struct IdentityProviderTests {
    private let clock = ManualClock()
    private let issuer = Issuer()

    private func payload(_ change: (inout Payload) -> Void = { _ in }) -> Payload {
        var payload = Payload(exp: clock.now().seconds + 600)
        change(&payload)
        return payload
    }

    private func refusal(_ token: String, by provider: IdentityProvider) async -> RemediationError? {
        do throws(RemediationError) {
            _ = try await provider.identify(token)
            return nil
        } catch {
            return error
        }
    }

    @Test func aGoodTokenIsTakenWithItsNameAndHighestRole() async throws {
        let provider = issuer.provider(clock: clock)
        let caller = try await provider.identify(try await issuer.sign(payload { $0.realm_access = ["roles": ["all", "sre", "x"]] }))
        #expect(caller.name == "oidc:ada")
        #expect(caller.role == .operator)
        #expect(caller.expiresAt == clock.now().adding(seconds: 600))
        let unnamed = try await provider.identify(try await issuer.sign(payload { $0.preferred_username = nil }))
        #expect(unnamed.name == "oidc:0815")
    }

    @Test func whatIsNotForUsIsRefused() async throws {
        let provider = issuer.provider(clock: clock)
        let now = clock.now().seconds
        let wrong: [(String, Payload)] = [
            ("issuer", payload { $0.iss = "https://id.example/" }), ("issuer", payload { $0.iss = nil }),
            ("others", payload { $0.aud = ["other"] }), ("others", payload { $0.aud = nil }),
            ("expired", payload { $0.exp = now - 61 }), ("expired", payload { $0.exp = nil }),
            ("not valid yet", payload { $0.nbf = now + 61 }),
            ("names nobody", payload { ($0.sub, $0.preferred_username) = (nil, nil) }),
            ("names nobody", payload { $0.preferred_username = "a\nb" }),
        ]
        for (word, payload) in wrong {
            let error = await refusal(try await issuer.sign(payload), by: provider)
            #expect(error?.code == .unauthorized && error?.message.contains(word) == true, "\(word): \(String(describing: error))")
        }
        let roleless = await refusal(try await issuer.sign(payload { $0.realm_access = ["roles": ["guests"]] }), by: provider)
        #expect(roleless?.code == .forbidden)
    }

    @Test func forgedSignaturesAreRefused() async throws {
        let provider = issuer.provider(clock: clock)
        let good = try await issuer.sign(payload())
        let parts = good.split(separator: ".").map(String.init)
        // Of another key under the same name.
        let thief = Issuer()
        let stolen = try await thief.sign(payload())
        // The public key used as the secret of an HMAC, and no signature at all.
        let claims = parts[1]
        func header(_ text: String) -> String { APIToken.base64URL(Array(text.utf8)) }
        let hmac = try await JWTKeyCollection().add(hmac: .init(from: Data(issuer.keySet)), digestAlgorithm: .sha256, kid: "one")
            .sign(payload(), kid: "one")
        let altered = APIToken.base64URL(Array(#"{"iss":"https://id.example","aud":["mulligan"],"sub":"x","exp":9e9}"#.utf8))
        for token in [
            stolen, hmac, "\(header(#"{"alg":"none","kid":"one"}"#)).\(claims).", "\(parts[0]).\(altered).\(parts[2])",
            "\(parts[0]).\(claims).", "\(header(#"{"alg":"ES256"}"#)).\(claims).\(parts[2])",
            "\(header(#"{"alg":"ES256","kid":"one","crit":["x"]}"#)).\(claims).\(parts[2])", "a.b.c", "..", good + "A",
        ] {
            let error = await refusal(token, by: provider)
            #expect(error?.code == .unauthorized, "\(token): \(String(describing: error))")
        }
        #expect(await refusal(good, by: provider) == nil)
    }

    @Test func keysAreFetchedSeldomAndRotate() async throws {
        let provider = issuer.provider(clock: clock)
        func fetches() -> Int { issuer.state.withLock(\.fetches) }
        for _ in 0..<5 { _ = try await provider.identify(try await issuer.sign(payload())) }
        #expect(fetches() == 1)
        issuer.state.withLock { $0.keys.append(("two", ES256PrivateKey())) }
        let second = try await issuer.sign(payload(), key: "two")
        #expect(await refusal(second, by: provider)?.code == .unauthorized, "a new key is asked for only after a while")
        clock.advance(bySeconds: IdentityProvider.refetchSeconds)
        #expect(await refusal(second, by: provider) == nil)
        #expect(fetches() == 2)
        // Invented keys do not make the issuer be asked again and again.
        let unknown = Issuer()
        unknown.state.withLock { $0.keys = [("invented", ES256PrivateKey())] }
        let invented = try await unknown.sign(payload(), key: "invented")
        for _ in 0..<20 { _ = await refusal(invented, by: provider) }
        #expect(fetches() == 2)
        // A key that the issuer took back opens nothing once the set is fetched again.
        issuer.state.withLock { $0.keys = Array($0.keys.dropFirst()) }
        clock.advance(bySeconds: 301)
        let old = Issuer()
        #expect(await refusal(try await old.sign(payload()), by: provider)?.code == .unauthorized)
        #expect(await refusal(try await issuer.sign(payload(), key: "two"), by: provider) == nil)
    }

    @Test func aSilentIssuerIsBorneForAWhile() async throws {
        let provider = issuer.provider(clock: clock)
        issuer.state.withLock { $0.isDown = true }
        #expect(await refusal(try await issuer.sign(payload()), by: provider)?.code == .unavailable)
        issuer.state.withLock { $0.isDown = false }
        #expect(await refusal(try await issuer.sign(payload()), by: provider) == nil)
        issuer.state.withLock { $0.isDown = true }
        clock.advance(bySeconds: 3_000)
        #expect(await refusal(try await issuer.sign(payload()), by: provider) == nil, "the last keys serve on")
        clock.advance(bySeconds: 1_000)
        #expect(await refusal(try await issuer.sign(payload()), by: provider)?.code == .unavailable, "but not for ever")
    }

    @Test func signInTakesTheIssuersTokenToo() async throws {
        let fixture = try await AccessFixture { $0.provider = issuer.provider(clock: clock) }
        let token = try await issuer.sign(payload())
        try await fixture.fixture.test { client in
            #expect(try await client.get("/v1/failures", headers: .bearer(token)).status == .ok)
            let browser = Browser(client)
            let answer = try await browser.signIn(token)
            #expect(answer.status == .seeOther)
            #expect(answer.headers[values: .setCookie].contains { $0.contains("Max-Age=600;") }, "the session ends with the token")
            let page = try await browser.get("/")
            #expect(page.text.contains("oidc:ada (operator)"))
        }
    }
}
