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
        let directory = try TemporaryDirectory()
        let store = try await open(kind, in: directory, atMost: atMost)
        try await expectEachToBeCounted(by: store)
        await store.close()
    }

    private func open(_ kind: AuditedDatabase.Kind, in directory: TemporaryDirectory, atMost: Int) async throws -> any RemediationStore {
        switch kind {
        case .sqlite: return try SQLiteStore(path: directory.file(), failuresPerPart: atMost)
        case .postgres:
            var options = PostgresStore.Options()
            options.failuresPerPart = atMost
            return try await PostgresStore.open(try PostgresAddress(try PostgresServer.shared.get().makeDatabase()), options: options)
        }
    }

    /// Several processes count at the same time.
    @Test(.enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed; make test-packages installs it"))
    func severalProcessesCountEachFailureOnce() async throws {
        let address = try PostgresAddress(try PostgresServer.shared.get().makeDatabase())
        var options = PostgresStore.Options()
        options.failuresPerPart = 10
        var stores: [PostgresStore] = []
        for _ in 0..<3 { stores.append(try await PostgresStore.open(address, options: options)) }
        for number in 0..<200 { try await post(number, at: Self.start.adding(seconds: Double(number) / 4), to: stores[0]) }
        try await withThrowingTaskGroup(of: Int.self) { group in
            for store in stores {
                group.addTask {
                    try await store.countFailures(through: Self.start.minute)
                    return try await store.failureCounts(from: Self.start.minute, through: Self.start.minute).reduce(0) { $0 + $1.count }
                }
            }
            for try await count in group { #expect(count == 200) }
        }
        for store in stores { await store.close() }
    }

    @Test(arguments: AuditedDatabase.Kind.here) func aCountThatIsCancelledChangesNothing(_ kind: AuditedDatabase.Kind) async throws {
        let directory = try TemporaryDirectory()
        let store = try await open(kind, in: directory, atMost: 1)
        for number in 0..<300 { try await post(number, at: Self.start.adding(seconds: Double(number) / 6), to: store) }
        func counted() async throws -> Int {
            try await store.failureCounts(from: Self.start.minute, through: Self.start.minute).reduce(0) { $0 + $1.count }
        }
        let counting = Task { try await store.countFailures(through: Self.start.minute) }
        try await Task.sleep(for: .milliseconds(20))
        counting.cancel()
        await #expect(throws: RemediationError.self) { try await counting.value }
        #expect(try await counted() == 0)
        try await store.countFailures(through: Self.start.minute)
        #expect(try await counted() == 300)
        await store.close()
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
