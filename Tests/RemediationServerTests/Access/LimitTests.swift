import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Remediation
import RemediationTesting
import Testing

@testable import RemediationServer

/// Bodies, headers and paths that are made to harm.
@Suite struct LimitTests {
    @Test(arguments: ["gzip", "deflate", "br", "zstd", "x-gzip, identity"])
    func nothingIsDecompressed(encoding: String) async throws {
        // 64 MiB of blanks in 64 KiB of gzip would be the least of it.
        let bomb = ByteBuffer(bytes: [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3] + [UInt8](repeating: 0, count: 1_000))
        try await ServerFixture().test { client in
            for path in ["/v1/failures", "/v1/classify", "/v1/attempts", "/v1/advice"] {
                let headers: HTTPFields = [.contentType: "application/json", .contentEncoding: encoding]
                let answer = try await client.execute(uri: path, method: .post, headers: headers, body: bomb) { $0 }
                #expect(answer.status == .unsupportedMediaType, "\(path)")
            }
        }
    }

    @Test(arguments: [
        String(repeating: "[", count: 200_000), String(repeating: #"{"a":"#, count: 100_000),
        #"{"job":"a","runId":"1","engine":"e","resources":{"memoryBytes":1},"podStatus":"# + String(repeating: "[", count: 100_000)
            + String(repeating: "]", count: 100_000) + "}",
    ])
    func deepNestingIsRefusedAndHarmsNothing(body: String) async throws {
        try await ServerFixture().test { client in
            for path in ["/v1/failures", "/v1/classify", "/v1/advice"] {
                let answer = try await client.post(path, body)
                #expect(answer.status == .badRequest, "\(path)")
            }
            #expect(try await client.get("/healthz").status == .ok)
        }
    }

    @Test func bodiesAndHeadersHaveTheirLimits() async throws {
        let options = ServerOptions(bodyLimitBytes: 4_096, smallBodyLimitBytes: 1_024, headerLimitBytes: 8_192)
        let fixture = try await ServerFixture(options: options)
        try await fixture.test { client in
            let large = #"{"log":"\#(String(repeating: "x", count: 5_000))"}"#
            for path in ["/v1/failures", "/v1/classify", "/v1/attempts", "/v1/advice"] {
                let answer = try await client.post(path, large)
                #expect(answer.status == .contentTooLarge, "\(path)")
            }
        }
        // One field that is too long, and too many of them: refused by the reader of headers, before anything else.
        let long: HTTPFields = [HTTPField.Name("X-Long") ?? .origin: String(repeating: "x", count: 10_000)]
        var many = HTTPFields()
        for number in 0..<150 { many.append(HTTPField(name: HTTPField.Name("X-\(number)") ?? .origin, value: "1")) }
        for headers in [long, many] {
            try await fixture.test(.live) { client in
                let status = try? await client.get("/healthz", headers: headers).status.code
                #expect(status == nil || (400..<500).contains(status ?? 0), "\(String(describing: status))")
            }
            try await fixture.test(.live) { client in
                let health = try await client.get("/healthz")
                #expect(health.status == .ok)
            }
        }
    }

    @Test func aBodyThatDoesNotComeIsNotWaitedForLong() async throws {
        let head = "POST /v1/classify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 13\r\n"
        let pieces = [#"{"log":"#, #""out"}"#]
        try await ServerFixture(options: ServerOptions(bodyTimeoutSeconds: 0.3)).test(.live) { client in
            let port = try #require(client.port)
            let late = await RawConnection.exchange(port: port, [head + "\r\n" + pieces[0]], pause: 0)
            #expect(late.hasPrefix("HTTP/1.1 408"), "\(late)")
            #expect(late.contains(#""code":"request_timeout""#), "\(late)")
            // In pieces, each well within the time; the timer that the first of two requests set does not end the second.
            let first = [head + "\r\n", pieces[0], pieces[1]]
            let second = [head + "Connection: close\r\n\r\n", pieces.joined()]
            let slow = await RawConnection.exchange(port: port, first + second, pause: 0.1)
            #expect(slow.components(separatedBy: "HTTP/1.1 200").count == 3, "\(slow)")
        }
    }

    @Test func pathsLeadNowhere() async throws {
        try await ServerFixture().test { client in
            for path in [
                "/assets/../../etc/passwd", "/assets/..%2f..%2fetc%2fpasswd", "/assets/%2e%2e/%2e%2e/etc/passwd", "/..%5c..%5cetc%5cpasswd",
                "/failures/..%2f..%2f..%2fetc%2fpasswd/log", "/jobs/..%2F..%2Fetc%2Fpasswd", "/v1/failures/..%2f..%2fhealthz",
                "/hooks/..%2f..%2fetc%2fpasswd", "/v1/jobs/%00/configuration", "//etc/passwd",
            ] {
                let answer = try await client.get(path)
                #expect([400, 404, 405].contains(Int(answer.status.code)), "\(path): \(answer.status)")
                #expect(!answer.text.contains("root:"))
            }
        }
    }

    @Test func tooManyAtATimeAreRefusedPolitely() async throws {
        let limit = InFlightLimit(largest: 2)
        let refusal = try await limit.run {
            try await limit.run { await #expect(throws: Overload.self) { try await limit.run {} } }
        }
        #expect(refusal?.retryAfterSeconds == 1)
        try await limit.run { try await limit.run {} }
        // Through the server: none at all fits, and health is answered all the same.
        try await ServerFixture(options: ServerOptions(maximumRequestsInFlight: 0)).test { client in
            let refused = try await client.get("/v1/failures")
            #expect(refused.status == .serviceUnavailable)
            #expect(refused.headers[.retryAfter] == "1")
            #expect(try refused.string("code") == "overloaded")
            #expect(try await client.get("/healthz").status == .ok)
        }
    }

    @Test func bucketsRefillByTheClockInBoundedMemory() {
        let start = Timestamp(milliseconds: 0)
        let table = BucketTable(capacity: 2, refillPerSecond: 0.5, largestCount: 3)
        #expect(table.take("a", at: start) == nil)
        #expect(table.take("a", at: start) == nil)
        #expect(table.take("a", at: start) == 2)
        #expect(table.take("a", at: start.adding(seconds: 1)) == 1)
        #expect(table.take("a", at: start.adding(seconds: -1_000)) == 1, "a clock that was set back gives nothing")
        #expect(table.take("a", at: start.adding(seconds: -998)) == nil)
        for number in 0..<1_000 { _ = table.take("key \(number)", at: start) }
        #expect(table.count <= 4)
    }

    @Test func whatIsChargedBeyondTheLastTokenIsWaitedForToo() {
        let start = Timestamp(milliseconds: 0)
        let table = BucketTable(capacity: 2, refillPerSecond: 0.5)
        // Five at the same time, of which two were due.
        for _ in 0..<5 { table.charge("a", at: start, mostOwed: 4) }
        #expect(table.wait("a", at: start) == 8)
        for _ in 0..<100 { table.charge("a", at: start, mostOwed: 4) }
        #expect(table.wait("a", at: start) == 10, "no more than the most is owed")
        #expect(table.wait("a", at: start.adding(seconds: 10)) == nil)
        // Who has to share a bucket pays for nobody else's debts.
        let small = BucketTable(capacity: 1, refillPerSecond: 0.5, largestCount: 1)
        for key in ["a", "b", "c", "d"] { for _ in 0..<5 { small.charge(key, at: start, mostOwed: 4) } }
        #expect(small.wait("a", at: start) == 10)
        #expect(small.wait("e", at: start) == 2)
    }

    @Test func connectionsBeyondTheMostAreToldSo() async throws {
        try await ServerFixture(options: ServerOptions(maximumConnections: 1)).test(.live) { client in
            let port = try #require(client.port)
            // The client's own connection is the one.
            #expect(try await client.get("/healthz").status == .ok)
            let listing = await RawConnection.exchange(port: port, ["GET /v1/failures HTTP/1.1\r\nHost: localhost\r\n\r\n"], pause: 0)
            #expect(listing.hasPrefix("HTTP/1.1 503"), "\(listing)")
            #expect(listing.contains("connection: close") || listing.contains("Connection: close"), "\(listing)")
            #expect(listing.lowercased().contains("retry-after: 1"), "\(listing)")
            let probe = await RawConnection.exchange(port: port, ["GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"], pause: 0)
            #expect(probe.hasPrefix("HTTP/1.1 200"), "\(probe)")
            // One that asks nothing is let go.
            #expect(await RawConnection.exchange(port: port, [""], pause: 0).isEmpty)
            #expect(try await client.get("/v1/failures").status == .ok)
        }
    }
}
