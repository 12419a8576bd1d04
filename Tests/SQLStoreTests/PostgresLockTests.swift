import Remediation
import RemediationTesting
import Synchronization
import Testing

@testable import SQLStore

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

    /// Whoever waits for the log's end has locked nothing yet that another could wait for.
    @Test func whoWaitsForTheEndHoldsNothing() async throws {
        let address = try PostgresAddress(try PostgresServer.shared.get().makeDatabase())
        let store = try await PostgresStore.open(address)
        let (holder, looker) = (try PostgresConnection(address), try PostgresConnection(address))
        for number in 1...6 { try await prepare(number, in: store) }
        #expect(try await store.claimDeliveries(DeliveryClaim(limit: 9, now: Self.now, leaseSeconds: 30)).count == 6)
        try await store.finishDelivery(id: "d-2", ofTry: 1, result: .dead(error: "gone"), at: Self.now)
        let undecided = failure(7)
        _ = try await store.accept(undecided, id: "f-7", idempotencyKey: nil, receivedAt: Self.now)
        let attempt = Attempt(job: "job", runId: "run-3", attempt: 2, requested: Resources(memoryBytes: 2), result: .succeeded)
        let outcomes = (3...5).map { number in
            Outcome(recommendationId: "r-\(number)", attempt: attempt, followed: true, forecastProbability: nil, recordedAt: Self.now)
        }
        let writes: [(name: String, write: @Sendable () async throws -> Void)] = [
            ("finish", { try await store.finishDelivery(id: "d-1", ofTry: 1, result: .delivered(receipt: "yes"), at: Self.now) }),
            ("redeliver", { _ = try await store.redeliver(id: "d-2", actor: "ada", reason: nil, at: Self.now) }),
            ("outcome", { _ = try await store.recordOutcome(outcomes[0]) }),
            (
                "attempt",
                {
                    _ = try await store.recordAttempt(
                        attempt,
                        id: "a",
                        idempotencyKey: nil,
                        recordedAt: Self.now,
                        outcome: outcomes[1]
                    )
                }
            ),
            (
                "accept after another",
                {
                    _ = try await store.accept(
                        failure(5, attempt: 2),
                        id: "f-5-2",
                        idempotencyKey: nil,
                        receivedAt: Self.now,
                        decision: decision("r-5-2", of: "f-5-2", after: "r-5")
                    )
                }
            ),
            (
                "accept",
                {
                    _ = try await store.accept(
                        failure(8),
                        id: "f-8",
                        idempotencyKey: nil,
                        receivedAt: Self.now,
                        decision: decision("r-8", of: "f-8")
                    )
                }
            ),
            ("decide", { _ = try await store.decide(failureId: "f-7", decision("r-7", of: "f-7")) }),
            ("change", { _ = try await store.change(RecommendationChange(id: "r-8", to: .rejected, actor: "ada", at: Self.now)) }),
            ("append", { _ = try await store.append(AuditEvent(.policyChanged, subject: "policy", actor: "ada", at: Self.now)) }),
        ]
        for (name, write) in writes {
            // By its lock and by its row, so that nobody gets past.
            try holder.execute("BEGIN")
            try holder.run(PostgresAudit.lockingEnd())
            try holder.execute("SELECT FROM audit_end WHERE id = 1 FOR UPDATE")
            async let written: Void = write()
            var looks = 0
            while try looker.execute(Self.waiting)?.first?.text(0) != "1", looks < 1_000 {
                looks += 1
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(looks < 1_000, "\(name) never waited for the end")
            let held = try looker.execute(Self.heldByWaiting)?.map { $0.text(0) } ?? []
            #expect(held == [], "\(name) holds rows while it waits for the end")
            try holder.execute("COMMIT")
            try await written
        }
        await store.close()
    }

    /// A statement that waited too long is ended by a time-out; `pg_cancel_backend` ends it sooner in the same way.
    @Test func whoQueuesBehindATimeOutIsToldSo() async throws {
        let address = try PostgresAddress(try PostgresServer.shared.get().makeDatabase())
        let store = try await PostgresStore.open(address)
        let (holder, looker) = (try PostgresConnection(address), try PostgresConnection(address))
        @Sendable func post(_ number: Int) async throws {
            let decision = decision("r-\(number)", of: "f-\(number)")
            _ = try await store.accept(failure(number), id: "f-\(number)", idempotencyKey: nil, receivedAt: Self.now, decision: decision)
        }
        @Sendable func isRefused(_ number: Int) async -> Bool {
            do {
                try await post(number)
                return false
            } catch {
                return (error as? RemediationError)?.code == .unavailable
            }
        }
        try await post(0)
        try holder.execute("BEGIN")
        try holder.run(PostgresAudit.lockingEnd())
        try holder.execute("SELECT FROM audit_end WHERE id = 1 FOR UPDATE")
        let arrivals = store.writing.arrivals
        let isAnswered = Atomic<Bool>(false)
        @Sendable func postAll() async -> Int {
            defer { isAnswered.store(true, ordering: .relaxed) }
            return await withTaskGroup(of: Bool.self) { posts in
                for number in 1...8 { posts.addTask { await isRefused(number) } }
                return await posts.reduce(into: 0) { count, isRefused in count += isRefused ? 1 : 0 }
            }
        }
        async let refused = postAll()
        while store.writing.arrivals < arrivals + 8 { try await Task.sleep(for: .milliseconds(2)) }
        var waits: Set<String?> = []
        while !isAnswered.load(ordering: .relaxed) {
            waits.formUnion(try looker.execute(Self.endingWaits)?.map { $0.text(0) } ?? [])
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(await refused == 8)
        // Some by themselves at first, one of them again; then the others, and one of those. All but two or three are told without a wait.
        #expect((1...4).contains(waits.count), "\(waits)")
        try holder.execute("COMMIT")
        for number in 1...8 { try await post(number) }
        #expect(try await store.counts().failures == 9)
        await store.close()
    }

    /// An approved recommendation with a delivery.
    private func prepare(_ number: Int, in store: PostgresStore) async throws {
        var decision = decision("r-\(number)", of: "f-\(number)")
        decision.recommendation.state = .approved
        let repair = Repair(
            idempotencyKey: "k-\(number)",
            recommendationId: "r-\(number)",
            failureId: "f-\(number)",
            job: "job",
            runId: "run-\(number)",
            attempt: 1,
            engine: "slurm",
            failureClass: .containerLimit,
            current: Resources(memoryBytes: 1),
            target: Resources(memoryBytes: 2)
        )
        decision.delivery = Delivery(id: "d-\(number)", target: "slurm", repair: repair, dueAt: Self.now)
        _ = try await store.accept(failure(number), id: "f-\(number)", idempotencyKey: nil, receivedAt: Self.now, decision: decision)
    }

    private static let waiting = """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
        """
    private static let endingWaits = """
        SELECT query_start || ' ' || pg_cancel_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'
        """
    private static let heldByWaiting = """
        SELECT DISTINCT c.relname FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid JOIN pg_class c ON c.oid = l.relation
        WHERE a.datname = current_database() AND a.wait_event_type = 'Lock' AND l.granted AND c.relkind = 'r'
            AND l.mode IN ('RowShareLock', 'RowExclusiveLock')
        """
}
