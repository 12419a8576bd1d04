import Foundation
import Remediation
import RetryForecast
import Testing

/// Successes of schedulers that measure no peak: what worked bounds the need.
@Suite struct UnmeasuredSuccessTests {
    private func attempt(_ memory: Int64, _ result: Attempt.Result, run: String) -> Attempt {
        Attempt(
            job: "a",
            runId: run,
            requested: Resources(memoryBytes: memory),
            result: result,
            failureClass: result == .failed ? .containerLimit : nil,
            runSeconds: 10
        )
    }

    @Test func aSuccessAfterAFailureIsARecordAtItsLimit() {
        var book = HistoryBook()
        book.learn(attempt(300 << 20, .failed, run: "1"))
        book.learn(attempt(1_400 << 20, .succeeded, run: "1"))
        let history = book.history(of: "a")
        #expect(history.count == 1)
        #expect(abs((history.runs.last?.logNeed ?? 0) - log(Double(1_400 << 20))) < 1e-9)
    }

    @Test func generousRequestsAreRecordedOnce() {
        var book = HistoryBook()
        for run in 1...5 { book.learn(attempt(64 << 30, .succeeded, run: "\(run)")) }
        #expect(book.history(of: "a").count == 1)
        #expect(book.history(of: "a").successes == 5)
    }
}
