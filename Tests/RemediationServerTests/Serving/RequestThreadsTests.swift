import Dispatch
import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTesting
import NIOCore
import Testing

@testable import RemediationServer

@Suite(.timeLimit(.minutes(2))) struct RequestThreadsTests {
    private static var isHere: Bool { Thread.current.name?.hasPrefix("requests-") == true }

    /// As it does after a commit, on whose thread the store calls back.
    @Test func aRequestThatWaitedGoesOnWhereRequestsAreWorkedOn() async throws {
        let router = Router()
        router.get("here") { _, _ in
            var isHere = [Self.isHere]
            for _ in 0..<8 {
                await withCheckedContinuation { continuation in DispatchQueue.global().async { continuation.resume() } }
                isHere.append(Self.isHere)
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

    /// Every task of many that hand over to one another again and again gets to its end.
    @Test func noStepIsLost() async {
        await withTaskGroup { group in
            for _ in 0..<200 {
                group.addTask(executorPreference: RequestThreads.executor) { for _ in 0..<100 { await Task.yield() } }
            }
        }
    }

    /// A thread that computes for long keeps the others' requests only from itself.
    @Test(.enabled(if: System.coreCount > 1)) func aThreadThatIsHeldUpHoldsUpNobodyElse() async {
        let held = DispatchSemaphore(value: 0)
        let holder = Task(executorPreference: RequestThreads.executor) { held.wait() }
        for _ in 0..<100 {
            let other = Task(executorPreference: RequestThreads.executor) { await Task.yield() }
            await other.value
        }
        held.signal()
        await holder.value
    }
}
