import Remediation
import RemediationTesting
import SQLStore
import Testing

/// Transactions of several processes meet at the end of the audit log: they take it first, so none waits for one that waits for it.
@Suite(.enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed; make test-packages installs it"))
struct PostgresLockTests {
    private static let now = Timestamp(milliseconds: 1_795_000_000_000)

    private func failure(_ number: Int, attempt: Int = 1) -> JobFailure {
        JobFailure(job: "job", runId: "run-\(number)", attempt: attempt, engine: "slurm", resources: Resources(memoryBytes: 1))
    }

    private func decision(_ id: String, of failure: String, after earlier: String? = nil) -> Decision {
        let recommendation = Recommendation(
            id: id,
            failureId: failure,
            action: .retry,
            target: Resources(memoryBytes: 2),
            mode: .approve,
            state: .pending,
            createdAt: Self.now
        )
        let attempt = Attempt(job: "job", attempt: 2, requested: Resources(memoryBytes: 1), result: .failed)
        return Decision(
            classification: Classification(failureClass: .containerLimit, retryable: .changedConfiguration, confidence: 1),
            recommendation: recommendation,
            outcome: earlier.map {
                Outcome(recommendationId: $0, attempt: attempt, followed: true, forecastProbability: nil, recordedAt: Self.now)
            }
        )
    }

    @Test func nobodyWaitsForWhoWaitsForHim() async throws {
        let address = try PostgresAddress(try PostgresServer.shared.get().makeDatabase())
        let stores = [try await PostgresStore.open(address), try await PostgresStore.open(address)]
        let runs = 240
        for number in 1...runs {
            let id = "first-\(number)"
            _ = try await stores[0].accept(
                failure(number),
                id: id,
                idempotencyKey: nil,
                receivedAt: Self.now,
                decision: decision("r-\(number)", of: id)
            )
        }
        // Each second attempt is reported to both at once: the one settles what was before, the other takes it among many in one transaction.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...runs {
                for (place, store) in stores.enumerated() {
                    group.addTask {
                        let id = "second-\(number)-\(place)"
                        _ = try await store.accept(
                            failure(number, attempt: 2),
                            id: id,
                            idempotencyKey: nil,
                            receivedAt: Self.now,
                            decision: decision("s-\(number)-\(place)", of: id, after: place == 0 ? "r-\(number)" : nil)
                        )
                    }
                    group.addTask {
                        let id = "other-\(number)-\(place)"
                        _ = try await store.accept(
                            failure(10_000 * (place + 1) + number),
                            id: id,
                            idempotencyKey: nil,
                            receivedAt: Self.now,
                            decision: decision("o-\(number)-\(place)", of: id)
                        )
                    }
                }
                group.addTask {
                    let change = RecommendationChange(id: "r-\(number)", to: .rejected, actor: "ada", at: Self.now)
                    // It may be settled already.
                    do { _ = try await stores[1].change(change) } catch let error as RemediationError where error.code == .conflict {}
                }
            }
            try await group.waitForAll()
        }
        #expect(stores.map(\.statistics.conflicts) == [0, 0])
        #expect(try await stores[0].counts().failures == 4 * runs)
        for store in stores { await store.close() }
    }
}
