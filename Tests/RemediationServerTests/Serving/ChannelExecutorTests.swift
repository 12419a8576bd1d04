import Dispatch
import Hummingbird
import HummingbirdCore
import HummingbirdTesting
import NIOCore
import Testing

@testable import RemediationServer

@Suite struct ChannelExecutorTests {
    private struct Context: RequestContext {
        var coreContext: CoreRequestContextStorage
        let loop: any EventLoop

        init(source: ApplicationRequestContextSource) {
            coreContext = .init(source: source)
            loop = source.channel.eventLoop
        }
    }

    /// As it does after a commit, on whose thread the store calls back.
    @Test func aRequestThatWaitedGoesOnWhereItsConnectionIsServed() async throws {
        let router = Router(context: Context.self)
        router.get("here") { _, context in
            var isHere = [context.loop.inEventLoop]
            for _ in 0..<8 {
                await withCheckedContinuation { continuation in DispatchQueue.global().async { continuation.resume() } }
                isHere.append(context.loop.inEventLoop)
            }
            return isHere.allSatisfy { $0 } ? "always" : "\(isHere)"
        }
        let application = Application(
            router: router,
            server: HTTPServerBuilder { ThreadedChannel(base: HTTP1Channel(responder: $0)) },
            configuration: .init(address: .hostname("127.0.0.1", port: 0))
        )
        for _ in 0..<3 {
            try await application.test(.live) { client in
                let answer = try await client.executeRequest(uri: "/here", method: .get, headers: [:], body: nil)
                #expect(String(buffer: answer.body) == "always")
            }
        }
    }
}
