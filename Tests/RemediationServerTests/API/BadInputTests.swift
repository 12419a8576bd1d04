import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Remediation
import RemediationEngine
import RemediationTesting
import Testing

@testable import RemediationServer

@Suite struct BadInputTests {
    @Test(arguments: [
        (#"{"job":"etl","runId":"1""#, nil as String?),
        ("", nil),
        ("[]", nil),
        (#"{"job":"etl","runId":"1","engine":"slurm","resources":{"memoryBytes":1},"runSeconds":NaN}"#, nil),
        (#"{"job":"etl","runId":"1","engine":"slurm","resources":{"memoryBytes":-1}}"#, "resources.memoryBytes"),
        (#"{"job":"etl","runId":"1","engine":"slurm","resources":{"memoryBytes":"1"}}"#, "resources.memoryBytes"),
        (#"{"job":"etl","runId":"1","engine":"slurm","resources":{"memoryBytes":1},"colour":1}"#, "colour"),
        (#"{"job":"etl","runId":"1","engine":"slurm"}"#, "resources"),
    ])
    func namesTheFieldAndChangesNothing(body: String, field: String?) async throws {
        try await ServerFixture().test { client in
            let answer = try await client.post("/v1/failures", body)
            #expect(answer.status == .badRequest)
            #expect(answer.headers[.contentType] == "application/problem+json")
            #expect(try answer.string("field") == field)
            #expect(try answer.string("code") == "invalid_input")
            #expect(try answer.string("remedy")?.isEmpty == false)
            #expect(try await client.get("/v1/failures").json["items"]?.array?.isEmpty == true)
        }
    }

    @Test func refusesInvalidUTF8() async throws {
        try await ServerFixture().test { client in
            var body = ByteBuffer(string: #"{"job":""#)
            body.writeBytes([0xff, 0xfe])
            body.writeString(#"","runId":"1","engine":"slurm","resources":{"memoryBytes":1}}"#)
            let answer = try await client.post("/v1/failures", body)
            #expect(answer.status == .badRequest)
            #expect(try answer.string("detail")?.contains("byte 8") == true)
        }
    }

    /// ASCII in UTF-16 is UTF-8 too, and a JSON decoder finds out by itself what it is.
    @Test func refusesUTF16() async throws {
        try await ServerFixture().test { client in
            let body = ByteBuffer(bytes: memoryFailure(run: "1").utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] })
            let answer = try await client.post("/v1/failures", body)
            #expect(answer.status == .badRequest)
            #expect(try answer.string("detail")?.contains("UTF-8") == true)
        }
    }

    @Test(arguments: [TestingSetup.router, .live])
    func refusesFiftyMegabytesAndGoesOn(setup: TestingSetup) async throws {
        try await ServerFixture().test(setup) { client in
            let log = String(repeating: "x", count: 50_000_000)
            let answer = try await client.post("/v1/failures", memoryFailure(run: "1", extra: #","schedulerState":"\#(log)""#))
            #expect(answer.status == .contentTooLarge)
            #expect(try answer.string("remedy")?.contains("last part") == true)
        }
    }

    @Test func refusesAnotherMediaType() async throws {
        try await ServerFixture().test { client in
            let answer = try await client.post("/v1/failures", memoryFailure(run: "1"), headers: [.contentType: "text/plain"])
            #expect(answer.status == .unsupportedMediaType)
            let zipped = try await client.post(
                "/v1/failures",
                memoryFailure(run: "1"),
                headers: [.contentType: "application/json", .contentEncoding: "gzip"]
            )
            #expect(zipped.status == .unsupportedMediaType)
        }
    }

    @Test func saysWhatAPathTakes() async throws {
        try await ServerFixture().test { client in
            let unknown = try await client.get("/v1/nothing")
            #expect(unknown.status == .notFound)
            #expect(try unknown.string("code") == "not_found")
            let wrong = try await client.execute(uri: "/v1/failures", method: .delete) { $0 }
            #expect(wrong.status == .methodNotAllowed)
            #expect(wrong.headers[.allow] == "GET, HEAD, POST")
            let head = try await client.execute(uri: "/healthz", method: .head) { $0 }
            #expect(head.status == .ok)
        }
    }

    @Test(arguments: [
        ("colour=1", "colour"), ("limit=0", "limit"), ("limit=501", "limit"), ("limit=x", "limit"), ("limit=1&limit=2", "limit"),
        ("cursor=%27", "cursor"), ("cursor=", "cursor"), ("class=memory", "class"), ("state=open", "state"), ("job=%ff", "job"),
        ("job=", "job"),
    ])
    func namesTheQueryParameterAtFault(query: String, field: String) async throws {
        try await ServerFixture().test { client in
            for path in ["/v1/failures", "/v1/recommendations"] {
                let answer = try await client.get("\(path)?\(query)")
                #expect(answer.status == .badRequest)
                #expect(try answer.string("field") == field)
            }
        }
    }

    @Test func neverCrashesOnMangledBodies() async throws {
        let fixture = try await ServerFixture()
        try await fixture.test { client in
            var random = SplitMix64(seed: 7)
            let valid = Array(memoryFailure(run: "1", extra: #","labels":{"a":"b"},"limits":{"memoryBytes":9}"#).utf8)
            for _ in 0..<300 {
                var bytes = valid
                for _ in 0..<Int.random(in: 1...6, using: &random) {
                    switch Int.random(in: 0..<3, using: &random) {
                    case 0: bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
                    case 1: bytes.remove(at: Int.random(in: bytes.indices, using: &random))
                    default: bytes.insert(.random(in: 0...255, using: &random), at: Int.random(in: bytes.indices, using: &random))
                    }
                }
                let answer = try await client.execute(
                    uri: "/v1/failures",
                    method: .post,
                    headers: [.contentType: "application/json"],
                    body: ByteBuffer(bytes: bytes)
                ) { $0 }
                #expect([200, 201, 400].contains(answer.status.code), "\(answer.status) for \(String(decoding: bytes, as: UTF8.self))")
            }
        }
    }

    @Test func tellsNothingOfTheInsideOfAFault() async throws {
        let fixture = try await ServerFixture()
        await fixture.service.store.close()
        try await fixture.test { client in
            let answer = try await client.get("/v1/failures")
            #expect(answer.status.code >= 500)
            #expect(!answer.text.contains(fixture.folder))
            let ready = try await client.get("/readyz")
            #expect(ready.status == .serviceUnavailable)
            #expect(!ready.text.contains(fixture.folder))
        }
    }
}
