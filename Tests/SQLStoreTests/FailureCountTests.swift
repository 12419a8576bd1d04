import Remediation
import RemediationTesting
import Testing

@testable import SQLStore

/// Failures by minute, counted some at a time.
struct FailureCountTests {
    private static let sizes = [1, 2, 7, 64, 4_000]
    private static let start = Timestamp(minute: 29_000_000)

    @Test(arguments: AuditedDatabase.Kind.here, sizes)
    func countsAreTheSameHoweverManyAreCountedAtATime(_ kind: AuditedDatabase.Kind, _ atMost: Int) async throws {
        let database = try AuditedDatabase(kind)
        let store = try await database.open(failuresPerPart: atMost)
        try await expectEachToBeCounted(by: store)
        await store.close()
        withExtendedLifetime(database) {}
    }

    private func total(in store: any RemediationStore) async throws -> Int {
        try await store.failureCounts(from: Self.start.minute, through: Self.start.minute).reduce(0) { $0 + $1.count }
    }

    @Test(arguments: AuditedDatabase.Kind.here)
    func severalProcessesCountEachFailureOnce(_ kind: AuditedDatabase.Kind) async throws {
        let database = try AuditedDatabase(kind)
        var stores: [any RemediationStore] = []
        for _ in 0..<3 { stores.append(try await database.open(failuresPerPart: 10)) }
        for number in 0..<200 { try await post(number, at: Self.start.adding(seconds: Double(number) / 4), to: stores[0]) }
        try await withThrowingTaskGroup(of: Int.self) { group in
            for store in stores {
                group.addTask {
                    try await store.countFailures(through: Self.start.minute)
                    return try await total(in: store)
                }
            }
            for try await count in group { #expect(count == 200) }
        }
        for store in stores { await store.close() }
        withExtendedLifetime(database) {}
    }

    /// Who has counted slowly does not replace what somebody else has put down meanwhile, also where that was the same minute again.
    @Test(arguments: AuditedDatabase.Kind.here) func aCountThatCameTooLateChangesNothing(_ kind: AuditedDatabase.Kind) async throws {
        let database = try AuditedDatabase(kind)
        let store = try await database.open()
        let counting = try #require(store as? any FailureCounting)
        let minute = Self.start.minute
        let (start, end) = (Timestamp(minute: minute).milliseconds, Timestamp(minute: minute + 1).milliseconds)
        for number in 1...3 {
            try await post(2 * number, at: Self.start, to: store)
            let plan = try #require(try await counting.countingPlan(through: minute))
            let counts = try await counting.countPart(from: start, to: end).counts
            try await post(2 * number + 1, at: Self.start, to: store)
            try await store.countFailures(through: minute)
            #expect(try await !counting.put(counts, by: plan))
            #expect(try await total(in: store) == 2 * number)
        }
        #expect(try await counting.countingPlan(through: minute) == nil)
        await store.close()
        withExtendedLifetime(database) {}
    }

    @Test(arguments: AuditedDatabase.Kind.here) func aCountThatIsCancelledChangesNothing(_ kind: AuditedDatabase.Kind) async throws {
        let database = try AuditedDatabase(kind)
        let store = try await database.open(failuresPerPart: 1)
        for number in 0..<300 { try await post(number, at: Self.start.adding(seconds: Double(number) / 6), to: store) }
        let counting = Task { try await store.countFailures(through: Self.start.minute) }
        try await Task.sleep(for: .milliseconds(20))
        counting.cancel()
        let error = await #expect(throws: RemediationError.self) { try await counting.value }
        #expect(error?.code == .unavailable)
        #expect(try await total(in: store) == 0)
        try await store.countFailures(through: Self.start.minute)
        #expect(try await total(in: store) == 300)
        await store.close()
        withExtendedLifetime(database) {}
    }

    /// What has been changed behind the store's back shows whether a minute was counted again.
    @Test(arguments: AuditedDatabase.Kind.here) func aMinuteIsCountedAgainOnlyWhenSomethingCame(_ kind: AuditedDatabase.Kind) async throws {
        let database = try AuditedDatabase(kind)
        let store = try await database.open()
        let minute = Self.start.minute
        func hosts() async throws -> Set<String> {
            Set(try await store.failureCounts(from: minute, through: minute).map(\.host))
        }
        for number in 1...3 { try await post(number, at: Self.start, to: store) }
        try await store.countFailures(through: minute)
        #expect(try await hosts() == [""])
        try database.run("UPDATE failure_minutes SET host = 'elsewhere'")
        try await store.countFailures(through: minute)
        #expect(try await hosts() == ["elsewhere"])
        try await post(5, at: Self.start, to: store)
        try await store.countFailures(through: minute + 1)
        #expect(try await hosts() == [""])
        try database.run("UPDATE failure_minutes SET host = 'elsewhere'")
        try await store.countFailures(through: minute + 2)
        #expect(try await hosts() == ["elsewhere"])
        await store.close()
        withExtendedLifetime(database) {}
    }

    /// Hundreds of failures of a few minutes, many of one millisecond, and some that are committed when their minute has been counted.
    private func expectEachToBeCounted(by store: some RemediationStore) async throws {
        var expected: [FailureCount: Int] = [:]
        for number in 0..<200 {
            // Few milliseconds, several in each; the minutes are of different sizes.
            let at = Self.start.adding(seconds: Double(number * number % 180) + Double(number % 2) * 0.999)
            expected[try await post(number, at: at, to: store), default: 0] += 1
        }
        try await store.countFailures(through: Self.start.minute + 1)
        for number in 200..<220 {
            expected[try await post(number, at: Self.start.adding(seconds: 61), to: store), default: 0] += 1
        }
        try await store.countFailures(through: Self.start.minute + 3)
        try await store.countFailures(through: Self.start.minute + 3)
        let counted = try await store.failureCounts(from: Self.start.minute, through: Self.start.minute + 9)
        let totals = Dictionary(
            uniqueKeysWithValues: counted.map { count in
                var kind = count
                kind.count = 0
                return (kind, count.count)
            }
        )
        #expect(totals == expected)
        #expect(counted.reduce(0) { $0 + $1.count } == 220)
    }

    /// Posts a failure; what it counts as.
    @discardableResult private func post(_ number: Int, at: Timestamp, to store: some RemediationStore) async throws -> FailureCount {
        let failureClass: FailureClass = number % 3 == 0 ? .dns : .noSpace
        let failure = JobFailure(
            job: "job",
            runId: "run-\(number)",
            engine: "slurm",
            resources: Resources(memoryBytes: 1),
            labels: number % 4 == 0 ? [number % 3 == 1 ? "host" : "node": "n\(number % 8)"] : [:]
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
        return FailureCount(
            minute: at.minute,
            failureClass: failureClass.rawValue,
            engine: "slurm",
            host: failure.labels["node"] ?? failure.labels["host"] ?? "",
            count: 0
        )
    }

    @Test func aCountRestsLongerThanItWorksAndThenGoesOn() {
        var now = ContinuousClock.now
        var pace = CountingPace(at: now)
        var rests: [Duration] = []
        for work in [0.1, 0, 1, 1, 1] {
            now = now.advanced(by: .seconds(work))
            rests.append(pace.rest(at: now))
            now = now.advanced(by: rests.last ?? .zero)
        }
        #expect(rests.map { ($0 / .seconds(1) * 1_000).rounded() } == [300, 0, 3_000, 1_700, 0])
        // Somebody did not rest as long as he was told.
        var other = CountingPace(at: now)
        #expect(other.rest(at: now.advanced(by: .seconds(1))) == .seconds(3))
        #expect(other.rest(at: now.advanced(by: .seconds(2))) == .zero)
    }
}
