import Crypto
import Foundation
import Remediation
import RemediationTesting
import SchedulerClients
import Testing

@Suite(.timeLimit(.minutes(1))) struct WebhookClientTests {
    private let secret = Secret("correct horse battery staple")
    private let clock = ManualClock(Timestamp(milliseconds: 1_795_250_700_123))

    private func client(_ url: String, secret: Secret? = nil) -> WebhookClient {
        WebhookClient(url: url, secret: secret, transport: HTTPTransport(.init(totalTimeoutSeconds: 5)), clock: clock)
    }

    @Test func postsTheRepairSigned() async throws {
        let server = try LocalServer { _ in .answer(202) }
        let repair = Samples.repair()
        let receipt = try await client(server.url + "/repairs", secret: secret).apply(repair)
        #expect(receipt == "the webhook answered 202")
        let request = try #require(server.requests.first)
        #expect(request.method == "POST")
        #expect(request.path == "/repairs")
        #expect(request.headers["content-type"] == "application/json")
        #expect(request.headers["idempotency-key"] == repair.idempotencyKey)
        #expect(try JSONDecoder().decode(Repair.self, from: Data(request.body)) == repair)
        let timestamp = try #require(request.headers["x-mulligan-timestamp"])
        #expect(timestamp == "1795250700")
        let signature = try #require(request.headers["x-mulligan-signature"])
        // As a receiver in any language would compute it.
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(timestamp).".utf8) + request.body,
            using: SymmetricKey(data: Array("correct horse battery staple".utf8))
        )
        #expect(signature == "v1=" + code.map { String(format: "%02x", $0) }.joined())
        #expect(WebhookSignature.isValid(signature, body: request.body, timestamp: timestamp, secret: secret))
    }

    @Test func signatureHasTheKnownValue() {
        // printf '1795250700.{"a":1}' | openssl dgst -sha256 -hmac key
        let signature = WebhookSignature.sign(Array(#"{"a":1}"#.utf8), timestamp: "1795250700", secret: Secret("key"))
        #expect(signature == "v1=f3330fc905f6025ac5f56af2d1cb6a72242ed6211f4687818c3761d0eee36ebe")
        for (body, timestamp, key) in [
            (#"{"a":2}"#, "1795250700", "key"), (#"{"a":1}"#, "1795250701", "key"), (#"{"a":1}"#, "1795250700", "kez"),
        ] {
            #expect(!WebhookSignature.isValid(signature, body: Array(body.utf8), timestamp: timestamp, secret: Secret(key)))
        }
        #expect(!WebhookSignature.isValid("", body: [], timestamp: "", secret: secret))
    }

    @Test func leavesOutTheSignatureWithoutASecret() async throws {
        let server = try LocalServer { _ in .answer(200) }
        _ = try await client(server.url).apply(Samples.repair())
        #expect(server.requests.first?.headers["x-mulligan-signature"] == nil)
    }

    @Test func theSameRepairHasTheSameKeyAndBody() async throws {
        let server = try LocalServer { _ in .answer(503) }
        for _ in 0..<2 { _ = await schedulerError { _ = try await client(server.url).apply(Samples.repair()) } }
        #expect(server.requests.count == 2)
        #expect(Set(server.requests.map(\.body)).count == 1)
        #expect(Set(server.requests.map { $0.headers["idempotency-key"] }).count == 1)
    }

    @Test(arguments: [(408, true), (425, true), (429, true), (500, true), (502, true), (503, true), (504, true)])
    func transientStatuses(status: Int, isTransient: Bool) async throws {
        let server = try LocalServer { _ in .answer(status, headers: ["Retry-After": "17"], body: "payload-echo") }
        let error = await schedulerError { _ = try await client(server.url, secret: secret).apply(Samples.repair()) }
        #expect(error?.isTransient == isTransient)
        #expect(error?.retryAfterSeconds == 17)
        #expect(error?.message.contains("payload-echo") == false)
    }

    @Test(arguments: [301, 302, 307, 400, 401, 403, 404, 409, 410, 413, 422])
    func permanentStatuses(status: Int) async throws {
        let server = try LocalServer { _ in .answer(status, headers: ["Retry-After": "17", "Location": "/x"]) }
        let error = await schedulerError { _ = try await client(server.url).apply(Samples.repair()) }
        #expect(error?.isTransient == false)
        #expect(error?.retryAfterSeconds == nil)
        #expect(error?.message.contains(String(status)) == true)
    }

    @Test func readsADateInRetryAfter() async throws {
        let server = try LocalServer { _ in .answer(429, headers: ["Retry-After": "Sat, 21 Nov 2026 08:45:30 GMT"]) }
        let error = await schedulerError { _ = try await client(server.url).apply(Samples.repair()) }
        #expect(error?.retryAfterSeconds.map { abs($0 - 29.877) < 0.001 } == true)
    }

    @Test func noAnswerIsTransient() async throws {
        let server = try LocalServer { _ in .hangUp }
        #expect(await schedulerError { _ = try await client(server.url).apply(Samples.repair()) }?.isTransient == true)
        server.stop()
        #expect(await schedulerError { _ = try await client(server.url).apply(Samples.repair()) }?.isTransient == true)
    }

    @Test func aSecretNeverShows() throws {
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped, "\([secret])"] { #expect(!text.contains("horse")) }
        let folder = try TemporaryFolder()
        #expect(try Secret(file: folder.write("abc\nrest\n", to: "s")) == Secret("abc"))
        #expect(throws: RemediationError.self) { try Secret(file: folder.write("\n", to: "empty")) }
        #expect(throws: RemediationError.self) { try Secret(file: folder.path + "/none") }
    }
}
