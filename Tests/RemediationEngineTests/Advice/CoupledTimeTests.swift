import Foundation
import Remediation
import RemediationEngine
import RetryForecast
import Testing

/// Where the site grants time with memory, the service answers as `mulligan advise` does.
@Suite struct CoupledTimeTests {
    private struct Answer: Decodable {
        struct Rung: Decodable {
            var memoryBytes: Int64
            var timeLimitSeconds: Double?
            var successProbability: Double
        }

        var ladder: [Rung]
        var reason: String
    }

    @Test func theServiceAndAdviseAgreeAfterATimeOut() async throws {
        let policy = try RemediationPolicy(yaml: "memory-choices: [2GiB/1h, 4GiB/2h, 8GiB/4h]")
        let fixture = try await ServiceFixture(policy: policy)
        let model = try ForecastModel.load(path: ServiceFixture.repository + "/training-data/model.json")
        let advisor = Advisor(model: model, options: AdviceOptions().granting(policy.memoryChoices))
        var talk = AdviceConversation(advisor: advisor)
        var uncoupled = HistoryBook()
        for index in 1...12 {
            let attempt = Attempt(
                job: "long",
                runId: String(index),
                requested: Resources(memoryBytes: 4 << 30, timeLimitSeconds: 7_200),
                result: index > 9 ? .succeeded : .failed,
                failureClass: index > 9 ? nil : .timeoutWalltime,
                peakMemoryBytes: index > 9 ? 1_500_000_000 : nil,
                runSeconds: index > 9 ? 6_000 : 7_200
            )
            _ = try await fixture.service.record(attempt, idempotencyKey: nil)
            let line = String(decoding: try JSONEncoder().encode(attempt), as: UTF8.self)
            let refusal = talk.answer(to: #"{"event":"attempt","# + line.dropFirst())
            #expect(refusal == nil)
            uncoupled.learn(attempt)
        }
        let request = AdviceRequest(job: "long", requested: Resources(memoryBytes: 4 << 30, timeLimitSeconds: 7_200))
        let served = fixture.service.advise(request)
        let line = #"{"event":"ask","job":"long","requested":{"memoryBytes":4294967296,"timeLimitSeconds":7200}}"#
        let answer = talk.answer(to: line)
        let told = try JSONDecoder().decode(Answer.self, from: try #require(answer))
        #expect(!told.ladder.isEmpty && served.reason == told.reason)
        #expect(served.ladder.map(\.resources.memoryBytes) == told.ladder.map(\.memoryBytes))
        #expect(served.ladder.map(\.resources.timeLimitSeconds) == told.ladder.map(\.timeLimitSeconds))
        #expect(served.ladder.map(\.successProbability) == told.ladder.map(\.successProbability))
        // A history that does not know of it would answer otherwise.
        #expect(advisor.advise(request, history: uncoupled).ladder != served.ladder)
    }
}
