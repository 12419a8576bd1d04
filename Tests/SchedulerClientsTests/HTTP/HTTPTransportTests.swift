import Foundation
import Remediation
import RemediationTesting
import SchedulerClients
import Testing

@Suite(.timeLimit(.minutes(5))) struct HTTPTransportTests {
    init() {
        // Every test would fail if libcurl obeyed it.
        setenv("http_proxy", "http://127.0.0.1:1", 1)
    }

    private func transport(_ change: (inout HTTPTransportOptions) -> Void = { _ in }) -> HTTPTransport {
        var options = HTTPTransportOptions()
        change(&options)
        return HTTPTransport(options)
    }

    @Test(arguments: OutboundRequest.Method.allCases)
    func carriesMethodHeadersAndBodyBothWays(method: OutboundRequest.Method) async throws {
        let server = try LocalServer { _ in .answer(201, headers: ["X-One": " a: b ", "x-two": "1"], body: "answer") }
        let body = method == .get ? [] : [UInt8](repeating: 0, count: 3) + Array("body".utf8)
        let request = OutboundRequest(method, server.url + "/a/b?c=d", headers: ["X-Key": "value", "X-Empty": ""], body: body)
        let response = try await transport().send(request)
        #expect(response.status == 201)
        #expect(response.body == Array("answer".utf8))
        #expect(response.headers["x-one"] == "a: b")
        #expect(response.headers["x-two"] == "1")
        #expect(!response.isTruncated)
        let seen = try #require(server.requests.first)
        #expect(seen.method == method.rawValue)
        #expect(seen.path == "/a/b?c=d")
        #expect(seen.headers["x-key"] == "value")
        #expect(seen.headers["x-empty"] == "")
        #expect(seen.headers["expect"] == nil)
        #expect(seen.body == body)
    }

    @Test func sendsABodyOfManyMegabytes() async throws {
        let server = try LocalServer { request in .answer(200, body: String(request.body.count)) }
        let response = try await transport().send(
            OutboundRequest(.post, server.url, body: [UInt8](repeating: 65, count: 5 << 20))
        )
        #expect(response.body == Array(String(5 << 20).utf8))
    }

    @Test func waitsForASlowAnswer() async throws {
        let server = try LocalServer { _ in .trickle("slow", pauseSeconds: 0.02) }
        #expect(try await transport().send(OutboundRequest(.get, server.url)).body == Array("slow".utf8))
    }

    @Test(arguments: [LocalServer.Reply.silence, .trickle(String(repeating: "x", count: 1_000), pauseSeconds: 0.05)])
    func givesUpInTime(reply: LocalServer.Reply) async throws {
        let server = try LocalServer { _ in reply }
        let transport = transport { $0.totalTimeoutSeconds = 0.3 }
        let error = await schedulerError { _ = try await transport.send(OutboundRequest(.get, server.url)) }
        #expect(error?.isTransient == true)
        #expect(error?.message.contains("did not answer in time") == true)
    }

    @Test func namesARefusedConnectionWithoutSecrets() async throws {
        let server = try LocalServer { _ in .hangUp }
        let port = server.port
        server.stop()
        let request = OutboundRequest(
            .post,
            "http://user:hidden1@127.0.0.1:\(port)/hidden2?token=hidden3",
            headers: ["Authorization": "hidden4"],
            body: Array("hidden5".utf8)
        )
        let error = await schedulerError { _ = try await transport().send(request) }
        #expect(error?.isTransient == true)
        #expect(error?.message.contains("http://127.0.0.1:\(port)") == true)
        #expect(error?.message.contains("hidden") == false)
    }

    @Test(arguments: [
        LocalServer.Reply.hangUp, .raw(Array("SSH-2.0-OpenSSH_9.2\r\n".utf8)), .raw([0xff, 0x00, 0xfe]),
        .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort".utf8)),
        .raw(Array(("HTTP/1.1 200 OK\r\nX: " + String(repeating: "y", count: 90_000) + "\r\n\r\n").utf8)),
    ])
    func callsNonsenseTransient(reply: LocalServer.Reply) async throws {
        let server = try LocalServer { _ in reply }
        let error = await schedulerError { _ = try await transport().send(OutboundRequest(.get, server.url)) }
        #expect(error?.isTransient == true)
    }

    @Test func keepsTheStatusOfAnAnswerThatIsTooLong() async throws {
        let server = try LocalServer { _ in .answer(202, body: String(repeating: "z", count: 300_000)) }
        let transport = transport { $0.maximumResponseBytes = 1_000 }
        let response = try await transport.send(OutboundRequest(.post, server.url))
        #expect(response.status == 202)
        #expect(response.isTruncated)
        #expect(response.body == [UInt8](repeating: UInt8(ascii: "z"), count: 1_000))
    }

    @Test func doesNotFollowRedirects() async throws {
        let server = try LocalServer { _ in .answer(302, headers: ["Location": "/elsewhere"]) }
        let response = try await transport().send(OutboundRequest(.post, server.url + "/here"))
        #expect(response.status == 302)
        #expect(server.requests.map(\.path) == ["/here"])
    }

    @Test(arguments: ["ftp://127.0.0.1/x", "file:///etc/passwd", "gopher://127.0.0.1", "nonsense", "", "http://", "/path"])
    func refusesOtherAddresses(url: String) async {
        let error = await schedulerError { _ = try await transport().send(OutboundRequest(.get, url)) }
        #expect(error?.isTransient == false)
    }

    @Test(arguments: [("X-A", "b\r\nX-Evil: 1"), ("X-A\r\nX-Evil", "1"), ("", "1"), ("X A", "1"), ("X-A", "\u{0}")])
    func refusesHeadersThatWouldBreakOut(name: String, value: String) async throws {
        let server = try LocalServer { _ in .answer(200) }
        let error = await schedulerError { _ = try await transport().send(OutboundRequest(.get, server.url, headers: [name: value])) }
        #expect(error?.isTransient == false)
        #expect(server.requests.isEmpty)
    }

    @Test func manyRequestsShareTheThread() async throws {
        let server = try LocalServer { .answer(200, body: $0.path) }
        let transport = transport { $0.maximumConnections = 16 }
        let paths = try await withThrowingTaskGroup(of: (String, [UInt8]).self) { group in
            for index in 0..<300 {
                group.addTask {
                    ("/\(index)", try await transport.send(OutboundRequest(.get, server.url + "/\(index)")).body)
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = String(decoding: $1.1, as: UTF8.self) }
        }
        #expect(paths.count == 300)
        #expect(paths.allSatisfy { $0.key == $0.value })
        await transport.shutdown()
    }

    @Test func cancellationEndsTheRequest() async throws {
        let server = try LocalServer { _ in .silence }
        let transport = transport { $0.totalTimeoutSeconds = 3_600 }
        let task = Task { try await transport.send(OutboundRequest(.get, server.url)) }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        let error = await schedulerError { _ = try await task.value }
        #expect(error?.message == "the request was cancelled")
        #expect(error?.isTransient == true)
        // One that is cancelled before it begins does not hang either.
        let early = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await transport.send(OutboundRequest(.get, server.url))
        }
        #expect(await schedulerError { _ = try await early.value } != nil)
    }

    @Test func shutdownFailsWhatIsUnderWayAndRefusesTheRest() async throws {
        let server = try LocalServer { _ in .silence }
        let transport = transport { $0.totalTimeoutSeconds = 3_600 }
        let task = Task { try await transport.send(OutboundRequest(.get, server.url)) }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        await transport.shutdown()
        #expect(await schedulerError { _ = try await task.value }?.message == "the HTTP transport is shut down")
        #expect(await schedulerError { _ = try await transport.send(OutboundRequest(.get, server.url)) }?.isTransient == true)
        await transport.shutdown()
        await HTTPTransport().shutdown()
    }
}
