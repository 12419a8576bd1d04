import Foundation
import Synchronization
import Testing

@Suite struct DurabilityTests {
    private final class Posts: Sendable {
        let acknowledged = Mutex(0)
    }

    @Test(.timeLimit(.minutes(5))) func everyAcknowledgedFailureSurvivesAKill() async throws {
        let folder = try TemporaryFolder()
        var acknowledged = [String]()
        for round in 0..<3 {
            let service = try ServiceProcess(in: folder)
            let http = HTTP(address: service.address)
            // Eight writers post until the kill cuts them off.
            let posts = Posts()
            acknowledged += await withTaskGroup(of: [String].self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        var ids = [String]()
                        for number in 0..<1_000 {
                            let run = (round * 8 + writer) * 1_000 + number
                            guard let answer = try? await http.post("/v1/failures", Examples.memoryFailure(run: run)),
                                answer.status == 201, let id = answer.text("id")
                            else { break }
                            ids.append(id)
                            posts.acknowledged.withLock { $0 += 1 }
                        }
                        return ids
                    }
                }
                // In the midst of it, however slow the machine is.
                while !Task.isCancelled, posts.acknowledged.withLock({ $0 }) < 40 + 30 * round {
                    try? await Task.sleep(for: .milliseconds(5))
                }
                service.kill()
                var all = [String]()
                for await ids in group { all += ids }
                return all
            }
        }
        #expect(acknowledged.count > 200)
        let service = try ServiceProcess(in: folder)
        let http = HTTP(address: service.address)
        for id in acknowledged {
            let answer = try await http.get("/v1/failures/\(id)")
            #expect(answer.status == 200)
            #expect(answer.text("recommendation.state") != nil)
        }
    }

    @Test func theSameKeyTwiceMakesOneRow() async throws {
        let folder = try TemporaryFolder()
        let service = try ServiceProcess(in: folder)
        let http = HTTP(address: service.address)
        let body = Examples.memoryFailure(run: 1)
        let first = try await http.post("/v1/failures", body, headers: ["Idempotency-Key": "k1"])
        let second = try await http.post("/v1/failures", body, headers: ["Idempotency-Key": "k1"])
        #expect(first.status == 201)
        #expect((200..<300).contains(second.status))
        #expect(first.text("id") == second.text("id"))
        #expect(first.text("recommendation.id") == second.text("recommendation.id"))
        let list = try await http.get("/v1/failures")
        #expect((list.value("items") as? [Any])?.count == 1)
        let other = try await http.post("/v1/failures", Examples.memoryFailure(run: 2), headers: ["Idempotency-Key": "k1"])
        #expect((400..<500).contains(other.status))
    }

    @Test func aTermSignalDrainsAndASecondStartFindsEverything() async throws {
        let folder = try TemporaryFolder()
        let first = try ServiceProcess(in: folder)
        let posted = try await HTTP(address: first.address).post("/v1/failures", Examples.memoryFailure(run: 7))
        #expect(posted.status == 201)
        let end = first.terminate()
        #expect(end.status == 0)
        #expect(end.seconds < 5)
        let second = try ServiceProcess(in: folder)
        let found = try await HTTP(address: second.address).get("/v1/failures/\(try #require(posted.text("id")))")
        #expect(found.text("recommendation.id") == posted.text("recommendation.id"))
    }
}
