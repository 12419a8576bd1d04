import Remediation
import SQLStore
import Testing

/// Failures by minute, counted some at a time.
struct FailureCountTests {
    /// Hundreds of failures of a few minutes, many of one millisecond, counted at most so many at a time.
    @Test(arguments: [1, 2, 7, 64, 4_000]) func countsAreTheSameHoweverManyAreCountedAtATime(_ atMost: Int) async throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.file(), failuresPerSnapshot: atMost)
        let start = Timestamp(minute: 29_000_000)
        var expected: [FailureCount: Int] = [:]
        for number in 0..<200 {
            let failureClass: FailureClass = number % 3 == 0 ? .dns : .noSpace
            // Few milliseconds, several in each; the minutes are of different sizes.
            let at = start.adding(seconds: Double(number * number % 180) + Double(number % 2) * 0.999)
            let failure = JobFailure(
                job: "job",
                runId: "run-\(number)",
                engine: "slurm",
                resources: Resources(memoryBytes: 1),
                labels: number % 4 == 0 ? ["node": "n\(number % 8)"] : [:]
            )
            let recommendation = Recommendation(
                id: "r-\(number)",
                failureId: "f-\(number)",
                action: .review,
                mode: .approve,
                state: .pending,
                createdAt: at
            )
            let decision = Decision(
                classification: Classification(failureClass: failureClass, retryable: .changedConfiguration, confidence: 1),
                recommendation: recommendation
            )
            _ = try await store.accept(failure, id: "f-\(number)", idempotencyKey: nil, receivedAt: at, decision: decision)
            let kind = FailureCount(
                minute: at.minute,
                failureClass: failureClass.rawValue,
                engine: "slurm",
                host: failure.labels["node"] ?? "",
                count: 0
            )
            expected[kind, default: 0] += 1
        }
        try await store.countFailures(through: start.minute + 1)
        try await store.countFailures(through: start.minute + 3)
        let counted = try await store.failureCounts(from: start.minute, through: start.minute + 9)
        let totals = Dictionary(
            uniqueKeysWithValues: counted.map { count in
                var kind = count
                kind.count = 0
                return (kind, count.count)
            }
        )
        #expect(totals == expected)
        #expect(counted.reduce(0) { $0 + $1.count } == 200)
        await store.close()
    }
}
