import Foundation
import GradientBoosting
import ModelLifecycle
import Remediation
import RetryForecast
import Testing

@testable import RemediationEngine

@Suite("Advice")
struct AdvisorTests {
    static let model: ForecastModel? = {
        var options = ForecastTrainer.Options()
        options.boosting.rounds = 60
        options.boosting.pairs = nil
        options.rows.shuffles = 0
        return try? ForecastTrainer(options: options).train([SimulatedJobs(jobs: 80, runs: 6...30).trace()]).model
    }()

    private func advisor(_ change: (inout AdviceOptions) -> Void = { _ in }) throws -> Advisor {
        var options = AdviceOptions()
        change(&options)
        return Advisor(model: try #require(Self.model), options: options)
    }

    private var book: HistoryBook {
        var book = HistoryBook()
        for index in 0..<20 {
            book.learn(
                Attempt(
                    job: "align",
                    runId: String(index),
                    requested: Resources(memoryBytes: 8_000_000_000),
                    result: .succeeded,
                    peakMemoryBytes: 2_000_000_000 + Int64(index % 7) * 10_000_000,
                    runSeconds: 600
                )
            )
        }
        return book
    }

    private func failed(_ bytes: Int64, _ failureClass: FailureClass? = .containerLimit) -> FailedConfiguration {
        FailedConfiguration(resources: Resources(memoryBytes: bytes, cpus: 2), failureClass: failureClass, runSeconds: 60)
    }

    @Test("a job with a past gets a little more than it has needed")
    func start() throws {
        let advice = try advisor().advise(AdviceRequest(id: "1", job: "align"), history: book)
        let first = try #require(advice.ladder.first)
        #expect(advice.id == "1" && advice.action == .retry && !advice.isPrior)
        #expect((2_000_000_000...3_000_000_000).contains(first.resources.memoryBytes))
        #expect(first.successProbability > 0.8 && first.successProbability < 1)
        #expect(zip(advice.ladder, advice.ladder.dropFirst()).allSatisfy { $0.resources.memoryBytes < $1.resources.memoryBytes })
        #expect(!advice.contributions.isEmpty && !advice.reason.isEmpty)
        let front = advice.front
        #expect(
            zip(front, front.dropFirst()).allSatisfy {
                $0.expectedCostUSD <= $1.expectedCostUSD && $0.resources.cpus == 1
            }
        )
    }

    @Test("every rung lies above what ran out, preemptions in between or not")
    func escalation() throws {
        let history = [failed(2_000_000_000), failed(2_000_000_000, .preemptedSpot), failed(3_000_000_000)]
        let advice = try advisor().advise(AdviceRequest(job: "align", failed: history), history: book)
        #expect(advice.action == .retry)
        #expect(advice.ladder.allSatisfy { $0.resources.memoryBytes > 3_000_000_000 && $0.resources.cpus == 2 })
    }

    @Test("a transient failure runs again as it was; a hopeless one stops")
    func classes() throws {
        let advisor = try advisor()
        let again = advisor.advise(AdviceRequest(job: "align", failed: [failed(2_500_000_000, .nodeLost)]), history: book)
        #expect(again.action == .retry && again.ladder.first?.resources.memoryBytes == 2_500_000_000)
        let stop = advisor.advise(AdviceRequest(job: "align", failed: [failed(2_500_000_000, .permissionDenied)]), history: book)
        #expect(stop.action == .stop && stop.ladder.isEmpty && stop.reason.contains("access.permission_denied"))
        var slow = failed(2_500_000_000, .timeoutWalltime)
        slow.resources.timeLimitSeconds = 100
        let longer = advisor.advise(AdviceRequest(job: "align", failed: [slow]), history: book)
        #expect(longer.action == .retry && longer.ladder.first?.resources.memoryBytes == 2_500_000_000)
        #expect((longer.ladder.first?.resources.timeLimitSeconds ?? 0) > 100)
    }

    @Test("a need beyond the limit stops and says what it needs and what the limit is")
    func beyondLimit() throws {
        let request = AdviceRequest(
            job: "align",
            failed: [failed(4_000_000_000)],
            limits: ResourceLimits(memoryBytes: 4_000_000_000)
        )
        let advice = try advisor().advise(request, history: book)
        #expect(advice.action == .stop)
        #expect(advice.reason.contains("needs about") && advice.reason.contains("the limit is 3.73 GiB"))
        #expect(advice.uncapped != nil)
    }

    @Test("a try at a limit below the likely need says so")
    func doubtfulLimit() throws {
        let advice = try advisor().advise(AdviceRequest(job: "align", limits: ResourceLimits(memoryBytes: 1_990_000_000)), history: book)
        let first = try #require(advice.ladder.first)
        #expect(advice.action == .retry && first.successProbability < 0.5)
        #expect(advice.reason.contains("needs about") && advice.reason.contains("the limit is 1.85 GiB"))
        let free = try advisor().advise(AdviceRequest(job: "align", limits: ResourceLimits(memoryBytes: 8_000_000_000)), history: book)
        #expect(!free.reason.contains("the limit"))
    }

    @Test("limits and choices are kept to, whatever is known", arguments: [0, 1, 3, 20])
    func limits(runs: Int) throws {
        var book = HistoryBook()
        for index in 0..<runs {
            book.learn(
                Attempt(
                    job: "align",
                    runId: String(index),
                    requested: Resources(memoryBytes: 1 << 33),
                    result: .succeeded,
                    peakMemoryBytes: 3_000_000_000,
                    runSeconds: 10
                )
            )
        }
        let capped = try advisor().advise(AdviceRequest(job: "align", limits: ResourceLimits(memoryBytes: 3_500_000_000)), history: book)
        #expect(capped.ladder.allSatisfy { $0.resources.memoryBytes <= 3_500_000_000 })
        let choices: [Int64] = [1 << 31, 1 << 32, 1 << 33, 1 << 34]
        let chosen = try advisor { $0.memoryChoices = choices }.advise(AdviceRequest(job: "align"), history: book)
        #expect(chosen.ladder.allSatisfy { choices.contains($0.resources.memoryBytes) })
        #expect(!chosen.ladder.isEmpty)
    }

    @Test("a dearer failure buys more room")
    func charge() throws {
        func first(_ charge: Double) throws -> Int64 {
            let advice = try advisor { $0.failureCharge = charge }.advise(AdviceRequest(job: "align"), history: book)
            return advice.ladder.first?.resources.memoryBytes ?? 0
        }
        let (none, some, much) = (try first(0), try first(0.01), try first(1))
        #expect(none <= some)
        #expect(some <= much)
        #expect(none < much)
    }

    @Test("a failure of a job that nobody knows is charged more, and a charge for all is charged for it too")
    func newJobCharge() throws {
        func first(_ charge: Double, new: Double) throws -> Int64 {
            let advisor = try advisor {
                $0.failureCharge = charge
                $0.newJobFailureCharge = new
            }
            let asked = AdviceRequest(job: "new", requested: Resources(memoryBytes: 1 << 32))
            return try #require(advisor.advise(asked, history: HistoryBook()).ladder.first).resources.memoryBytes
        }
        let (none, much) = (try first(0, new: 0), try first(0, new: 1))
        #expect(none < much)
        #expect(try first(1, new: 0) == much)
        // A known job pays the charge for all alone.
        func known(_ new: Double) throws -> [Int64] {
            try advisor { $0.newJobFailureCharge = new }.advise(AdviceRequest(job: "align"), history: book).ladder.map(
                \.resources.memoryBytes
            )
        }
        #expect(try known(0) == known(1))
    }

    @Test("nothing known is said to be a prior")
    func prior() throws {
        let advice = try advisor().advise(AdviceRequest(job: "new"), history: HistoryBook())
        #expect(advice.isPrior && advice.action == .retry && !advice.ladder.isEmpty)
    }

    @Test("the conversation answers asks, learns attempts, and names what is wrong in a line")
    func conversation() throws {
        var talk = AdviceConversation(advisor: try advisor())
        let learnt = talk.answer(
            to:
                #"{"event":"attempt","job":"a","requested":{"memoryBytes":4000},"result":"succeeded","peakMemoryBytes":2000,"runSeconds":1}"#
        )
        #expect(learnt == nil)
        let said = talk.answer(to: #"{"event":"ask","id":"7","job":"a"}"#)
        let answer = try #require(said)
        let object = try #require(try JSONSerialization.jsonObject(with: answer) as? [String: Any])
        #expect(object["id"] as? String == "7" && object["action"] as? String == "retry")
        let ladder = try #require(object["ladder"] as? [[String: Any]])
        #expect(
            ladder.allSatisfy {
                $0["memoryBytes"] is Int && $0["successProbability"] != nil && $0["expectedCostUSD"] != nil && $0["cpus"] != nil
            }
        )
        #expect(answer.last == 0x0A)
        let refusal = talk.answer(to: #"{"event":"ask","id":"8"}"#)
        let wrong = String(decoding: try #require(refusal), as: UTF8.self)
        #expect(wrong.contains("\"id\":\"8\"") && wrong.contains("line 3") && wrong.contains("job"))
        #expect(talk.errors == 1)
        for text in ["", "   ", "{", "[]", "null", #"{"event":"dance"}"#, #"{"event":"ask","job":"a","inputBytes":-1}"#, "\u{0}"] {
            _ = talk.answer(to: text)
        }
        let after = talk.answer(to: #"{"event":"ask","id":"7","job":"a"}"#)
        #expect(after == answer)
        // Timing changes no answer.
        var timed = AdviceConversation(advisor: try advisor(), isTimed: true)
        _ = timed.answer(
            to:
                #"{"event":"attempt","job":"a","requested":{"memoryBytes":4000},"result":"succeeded","peakMemoryBytes":2000,"runSeconds":1}"#
        )
        let same = timed.answer(to: #"{"event":"ask","id":"7","job":"a"}"#)
        #expect(same == answer && timed.times.count == 1 && timed.times[0] > 0 && talk.times.isEmpty)
    }

    @Test("without a charge for failures a new job gets a ladder too")
    func noCharge() throws {
        let advisor = try advisor {
            $0.failureCharge = 0
            $0.newJobFailureCharge = 0
        }
        let advice = advisor.advise(AdviceRequest(job: "new"), history: HistoryBook())
        #expect(advice.action == .retry && !advice.ladder.isEmpty)
    }

    @Test("where time comes with memory, a choice must have enough of both")
    func timeWithMemory() throws {
        let advisor = try advisor {
            $0.memoryChoices = [2 << 30, 4 << 30, 8 << 30]
            $0.timeChoices = [3_600, 7_200, 14_400]
        }
        var book = HistoryBook(couplesTime: true)
        for index in 0..<20 {
            for (gibibytes, result) in [(4, Attempt.Result.failed), (8, .succeeded)] as [(Int64, Attempt.Result)] {
                book.learn(
                    Attempt(
                        job: "long",
                        runId: String(index),
                        requested: Resources(memoryBytes: gibibytes << 30),
                        result: result,
                        failureClass: result == .failed ? .timeoutWalltime : nil,
                        peakMemoryBytes: result == .failed ? nil : 1_000_000_000,
                        runSeconds: 10_800
                    )
                )
            }
        }
        let first = try #require(advisor.advise(AdviceRequest(job: "long"), history: book).ladder.first)
        #expect(first.resources.memoryBytes == 8 << 30 && first.resources.timeLimitSeconds == 14_400)
        let ranOut = FailedConfiguration(
            resources: Resources(memoryBytes: 4 << 30, timeLimitSeconds: 7_200),
            failureClass: .timeoutWalltime,
            runSeconds: 7_200
        )
        let asked = AdviceRequest(job: "long", failed: [ranOut])
        let next = advisor.advise(asked, history: book)
        #expect(next.ladder.map(\.resources.memoryBytes) == [8 << 30])
        // What ran out of two hours is not expected to take ten minutes.
        #expect(next.ladder.allSatisfy { $0.expectedSeconds ?? 0 >= 7_200 })
    }

    @Test("the odds of the same again are a declared prior until outcomes are known")
    func sameAgain() throws {
        let request = AdviceRequest(job: "align", failed: [failed(8_000_000_000, .preemptedSpot)])
        let before = try advisor().advise(request, history: book)
        #expect(before.isPrior && before.reason.contains("declared prior"))
        var known = book
        for run in 0..<20 {
            for result in [Attempt.Result.failed, .failed] {
                known.learn(
                    Attempt(
                        job: "other",
                        runId: "r\(run)",
                        requested: Resources(memoryBytes: 1_000_000_000),
                        result: result,
                        failureClass: .preemptedSpot
                    )
                )
            }
        }
        let after = try advisor().advise(request, history: known)
        #expect(!after.isPrior && after.reason.contains("after 20 outcomes"))
        #expect(try #require(after.ladder.first).successProbability < #require(before.ladder.first).successProbability * 0.6)
    }
}
