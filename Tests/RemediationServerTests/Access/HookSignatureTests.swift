import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Remediation
import RemediationTesting
import SchedulerClients
import Testing

@testable import RemediationServer

/// A hook that counts what it was given, and fails when told to.
private struct CountingHook: SchedulerHook {
    let name = "test"

    func events(in body: [UInt8]) async throws(RemediationError) -> [SchedulerEvent] {
        if body.starts(with: Array("fail".utf8)) { throw RemediationError(.unavailable, "not now") }
        return []
    }
}

@Suite struct HookSignatureTests {
    private static let secret = "0123456789abcdef0123456789abcdef"

    private func headers(_ body: String, at seconds: Int64, secret: String = HookSignatureTests.secret) -> HTTPFields {
        // Signed as our own webhooks are.
        let signature = WebhookSignature.sign(Array(body.utf8), timestamp: String(seconds), secret: Secret(secret))
        return [HookSignature.timestamp: String(seconds), HookSignature.signature: signature]
    }

    @Test func aSignedBodyIsTakenOnce() async throws {
        let fixture = try await AccessFixture(hooks: [CountingHook()]) { $0.hookSecret = Array(Self.secret.utf8) }
        let now = fixture.clock.now().milliseconds / 1_000
        try await fixture.fixture.test { client in
            let good = headers("{}", at: now)
            #expect(try await client.post("/hooks/test", "{}", headers: good).status == .ok)
            let replay = try await client.post("/hooks/test", "{}", headers: good)
            #expect(replay.status == .conflict)
            #expect(try await client.post("/hooks/test", #"{"a":1}"#, headers: good).status == .unauthorized, "another body")
            let later = good.merging([HookSignature.timestamp: String(now + 1)])
            #expect(try await client.post("/hooks/test", "{}", headers: later).status == .unauthorized, "another timestamp")
            let forged = headers("{}", at: now, secret: "another secret of enough length")
            #expect(try await client.post("/hooks/test", "{}", headers: forged).status == .unauthorized)
            #expect(try await client.post("/hooks/test", "{}").status == .unauthorized, "no signature and no token")
            #expect(
                try await client.post("/hooks/test", "{}", headers: .bearer(fixture.token(.scheduler))).status == .ok,
                "a token will do too"
            )
            for path in ["/v1/failures", "/v1/attempts"] {
                #expect(try await client.post(path, "{}", headers: headers("{}", at: now + 2)).status == .unauthorized, "\(path)")
            }
        }
    }

    @Test func oldAndFutureTimestampsAreRefused() async throws {
        let fixture = try await AccessFixture(hooks: [CountingHook()]) { $0.hookSecret = Array(Self.secret.utf8) }
        let now = fixture.clock.now().milliseconds / 1_000
        try await fixture.fixture.test { client in
            for (offset, expected) in [(-301, 401), (301, 401), (-299, 200), (299, 200)] as [(Int64, Int)] {
                let answer = try await client.post("/hooks/test", "{}", headers: headers("{}", at: now + offset))
                #expect(Int(answer.status.code) == expected, "\(offset)")
            }
            for text in ["", "x", "-1", "99999999999999999999", "1e9"] {
                let answer = try await client.post(
                    "/hooks/test",
                    "{}",
                    headers: headers("{}", at: now).merging([HookSignature.timestamp: text])
                )
                #expect(answer.status == .unauthorized, "\(text)")
            }
        }
    }

    @Test func aSignedRequestThatFailedMayComeAgain() async throws {
        let fixture = try await AccessFixture(hooks: [CountingHook()]) { $0.hookSecret = Array(Self.secret.utf8) }
        let signed = headers("fail", at: fixture.clock.now().milliseconds / 1_000)
        try await fixture.fixture.test { client in
            for _ in 0..<3 {
                let answer = try await client.post("/hooks/test", "fail", headers: signed)
                #expect(answer.status == .serviceUnavailable)
            }
        }
    }

    @Test func wrongSignaturesAreGuesses() async throws {
        let fixture = try await AccessFixture(hooks: [CountingHook()]) { $0.hookSecret = Array(Self.secret.utf8) }
        let now = fixture.clock.now().milliseconds / 1_000
        try await fixture.fixture.test(.live) { client in
            let forged = headers("{}", at: now, secret: "another secret of enough length")
            for _ in 0..<Int(Authenticator.guessCapacity) {
                #expect(try await client.post("/hooks/test", "{}", headers: forged).status == .unauthorized)
            }
            // Before its body is read: one that is too large would be a 413.
            let large = String(repeating: "x", count: (32 << 20) + 1)
            let refused = try await client.post("/hooks/test", large, headers: forged)
            #expect(refused.status == .tooManyRequests && refused.headers[.retryAfter] == "6")
            #expect(try await client.post("/hooks/test", "{}", headers: headers("{}", at: now)).status == .tooManyRequests)
            let token = HTTPFields.bearer(fixture.token(.scheduler))
            #expect(try await client.post("/hooks/test", "{}", headers: token).status == .tooManyRequests, "one that nobody has seen yet")
            fixture.clock.advance(bySeconds: 6.5)
            #expect(try await client.post("/hooks/test", "{}", headers: headers("{}", at: now + 6)).status == .ok)
            #expect(try await client.post("/hooks/test", "{}", headers: token).status == .ok)
            #expect(try await client.post("/hooks/test", "{}", headers: forged).status == .unauthorized)
            #expect(try await client.post("/hooks/test", "{}", headers: forged).status == .tooManyRequests)
            #expect(try await client.post("/hooks/test", "{}", headers: token).status == .ok, "whoever was known is not shut out")
        }
    }

    @Test func anInventedSignatureHoldsNobodyElsesMemory() async throws {
        let large = 300 << 10
        let options = ServerOptions(bodyTimeoutSeconds: 600, largeBodyBytes: 5 * large)
        let fixture = try await AccessFixture(options: options, hooks: [CountingHook()]) { $0.hookSecret = Array(Self.secret.utf8) }
        @Sendable func forged() -> HTTPFields {
            headers("{}", at: fixture.clock.now().milliseconds / 1_000, secret: "another secret of enough length")
        }
        try await fixture.fixture.test(.live) { client in
            let port = try #require(client.port)
            func half() -> String {
                let lines = forged().map { "\($0.name): \($0.value)\r\n" }.joined()
                return "POST /hooks/test HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(2 * large)\r\n\(lines)\r\n"
                    + String(repeating: "x", count: large)
            }
            var slow = try RawConnection.open(port: port, sending: half())
            // Another stranger is a wrong guess until that has arrived, and then there is no room for one.
            let body = String(repeating: "y", count: large)
            var answer = try await client.post("/hooks/test", body, headers: forged())
            for _ in 0..<1_000 where answer.status == .unauthorized {
                // It came while the other one was read, and was itself the one without room.
                if !slow.receive().isEmpty {
                    slow.close()
                    slow = try RawConnection.open(port: port, sending: half())
                }
                try await Task.sleep(for: .milliseconds(20))
                fixture.clock.advance(bySeconds: 6.5)
                answer = try await client.post("/hooks/test", body, headers: forged())
            }
            #expect(answer.status == .serviceUnavailable && answer.headers[.retryAfter] == "1", "\(answer.status) \(answer.text)")
            let log = #"{"log":""# + String(repeating: "x", count: large / 2) + #""}"#
            let known = try await client.post("/v1/classify", log, headers: .bearer(fixture.token(.viewer)))
            #expect(known.status == .ok, "\(known.text)")
            // One who is signed and small is read beside it.
            let now = fixture.clock.now().milliseconds / 1_000
            #expect(try await client.post("/hooks/test", "{}", headers: headers("{}", at: now)).status == .ok)
            slow.close()
        }
    }
}
