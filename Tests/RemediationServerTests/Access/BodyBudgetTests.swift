import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Remediation
import RemediationEngine
import Testing

@testable import RemediationServer

/// The memory that large bodies share.
@Suite struct BodyBudgetTests {
    private static let large = 200 << 10

    private func request(_ body: ByteBuffer, isDeclared: Bool = true) -> Request {
        var head = HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/v1/classify")
        if isDeclared {
            head.headerFields[.contentLength] = "\(body.readableBytes)"
        } else {
            head.headerFields[.transferEncoding] = "chunked"
        }
        return Request(head: head, body: RequestBody(buffer: body))
    }

    private func request(_ bytes: Int, isDeclared: Bool = true) -> Request {
        request(ByteBuffer(repeating: 120, count: bytes), isDeclared: isDeclared)
    }

    @discardableResult
    private func read(_ request: Request, in budget: BodyBudget, isProven: Bool = true) async throws -> Int {
        try await budget.run(request, isProven: isProven) { request, account in
            let bytes = try await request.body.collect(upTo: 1 << 20).readableBytes
            if !isProven { try account?.prove() }
            return bytes
        }
    }

    @Test func largeBodiesShareTheMemorySetAsideForThem() async throws {
        // Room for one and a half, with what reading them takes.
        let budget = BodyBudget(largest: Self.large * BodyBudget.heldPerByte * 3 / 2)
        try await budget.run(request(Self.large), isProven: true) { held, _ in
            _ = try await held.body.collect(upTo: 1 << 20)
            for isDeclared in [true, false] {
                let refusal = await #expect(throws: Overload.self) {
                    try await read(request(Self.large, isDeclared: isDeclared), in: budget)
                }
                #expect(refusal?.kind == .overloaded && refusal?.retryAfterSeconds == 1)
            }
            #expect(try await read(request(1_000), in: budget) == 1_000)
        }
        // What was held is given back, by those that were refused too.
        for _ in 0..<3 { #expect(try await read(request(Self.large), in: budget) == Self.large) }
        // Through the server: nothing large fits, and the small and probes are not concerned.
        try await ServerFixture(options: ServerOptions(largeBodyBytes: 0)).test { client in
            let refused = try await client.post("/v1/classify", #"{"log":""# + String(repeating: "x", count: Self.large) + #""}"#)
            #expect(refused.status == .serviceUnavailable)
            #expect(refused.headers[.retryAfter] == "1")
            #expect(try await client.post("/v1/classify", #"{"log":"Killed"}"#).status == .ok)
            #expect(try await client.get("/healthz").status == .ok)
        }
    }

    @Test func strangersHaveAQuarterOfIt() async throws {
        let budget = BodyBudget(largest: 8 * Self.large)
        try await budget.run(request(Self.large), isProven: false) { first, account in
            _ = try await first.body.collect(upTo: 1 << 20)
            try await budget.run(request(Self.large), isProven: false) { second, _ in
                _ = try await second.body.collect(upTo: 1 << 20)
                await #expect(throws: Overload.self) { try await read(request(Self.large), in: budget, isProven: false) }
                // Two bodies of strangers as they are leave room for one that is read.
                #expect(try await read(request(Self.large), in: budget) == Self.large)
                // Once one of them is known, the next stranger fits.
                try account?.prove()
                #expect(try await read(request(20 << 10, isDeclared: false), in: budget, isProven: false) == 20 << 10)
            }
        }
        // Whoever is known then has no room to be read in is told so, and nothing stays taken.
        let narrow = BodyBudget(largest: 4 * Self.large - 1)
        for _ in 0..<3 { await #expect(throws: Overload.self) { try await read(request(Self.large), in: narrow, isProven: false) } }
        let small = 150 << 10
        for _ in 0..<3 { #expect(try await read(request(small), in: narrow, isProven: false) == small) }
    }

    @Test func valuesTakeMoreThanTheirText() async throws {
        func zeros(_ count: Int) -> ByteBuffer { ByteBuffer(string: "[" + String(repeating: "0,", count: count - 1) + "0]") }
        let budget = BodyBudget(largest: Self.large * BodyBudget.heldPerByte)
        await #expect(throws: Overload.self) { try await read(request(zeros(90_000)), in: budget) }
        // The same bytes within a text are bytes.
        var text = ByteBuffer(string: #"["\"\\"#)
        var inner = zeros(90_000)
        text.writeBuffer(&inner)
        text.writeString(#""]"#)
        #expect(try await read(request(text), in: budget) == text.readableBytes)
        // Through the server: no pod has so many.
        let many = String(repeating: "0,", count: BodyBudget.mostValues)
        let status = #","podStatus":{"conditions":["# + many + "0]}"
        try await ServerFixture().test { client in
            let refused = try await client.post("/v1/failures", memoryFailure(run: "1", extra: status))
            #expect(refused.status == .contentTooLarge)
            #expect(try refused.string("detail")?.contains("262144 JSON values") == true)
            #expect(try await client.get("/v1/failures").json["items"] == .array([]))
        }
    }

    /// What the contract says of a plan: a hundred thousand jobs with all that its example says of each.
    @Test func aPlanMayBeAllValues() async throws {
        let options = ServerOptions()
        let jobs = (0..<FleetPlanRequest.mostJobs).map { number in
            #"{"id":"\#(number)","job":"etl/orders-\#(number)","engine":"slurm","requested":{"memoryBytes":4000000000,"cpus":2},"inputBytes":1000000}"#
        }
        let body = ByteBuffer(string: #"{"jobs":["# + jobs.joined(separator: ",") + "]}")
        #expect(body.readableBytes <= options.bodyLimitBytes)
        var head = HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/v1/plans")
        head.headerFields[.contentLength] = "\(body.readableBytes)"
        let budget = BodyBudget(largest: options.largeBodyBytes)
        for isProven in [true, false] {
            let read = try await budget.run(Request(head: head, body: RequestBody(buffer: body)), isProven: isProven) { request, account in
                let read = try await request.body.collect(upTo: options.bodyLimitBytes).readableBytes
                try account?.prove()
                return read
            }
            #expect(read == body.readableBytes)
        }
        // The largest body with the most values has room in the budget too.
        let most = options.bodyLimitBytes * BodyBudget.heldPerByte + BodyBudget.mostValuesOfPlan * BodyBudget.heldPerValue
        #expect(most <= options.largeBodyBytes)
    }

    @Test func valuesAreCountedAcrossParts() {
        let text = Array(#"{"a":[1,{"b":"x,\"[,"},[],""],"c\\":{}}"#.utf8)
        for length in 1...text.count {
            var count = JSONValueCount()
            for start in stride(from: 0, to: text.count, by: length) {
                text[start..<min(start + length, text.count)].withUnsafeBytes { count.read($0) }
            }
            // Three colons, five brackets and braces, four commas outside of texts.
            #expect(count.count == 12, "\(length)")
        }
    }
}
