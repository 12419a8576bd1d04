import Foundation
import GRDB
import Remediation
import RemediationTesting
import SQLStore
import Testing

/// From SQLite to PostgreSQL, whole or not at all.
@Suite(.enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed; make test-packages installs it"))
struct MoveTests {
    private static let now = Timestamp(milliseconds: 1_795_000_000_000)

    /// A file with something in most tables.
    private func fill(_ path: String, failures: Int) async throws {
        let store = try SQLiteStore(path: path)
        for number in 1...failures {
            let failure = JobFailure(
                job: "job \"Ä\"",
                runId: "run-\(number)",
                engine: "slurm",
                log: number % 3 == 0 ? "" : "Killed\u{0} \(number)\r\n😀",
                resources: Resources(memoryBytes: 1)
            )
            let id = "failure-\(1_000 + number)"
            _ = try await store.accept(failure, id: id, idempotencyKey: "key-\(number)", receivedAt: Self.now, decision: nil)
            guard number % 5 != 0 else { continue }
            let recommendation = Recommendation(
                id: "r\(number)",
                failureId: id,
                action: .retry,
                target: Resources(memoryBytes: 2),
                mode: .approve,
                state: .pending,
                createdAt: Self.now
            )
            _ = try await store.decide(
                failureId: id,
                classification: Classification(failureClass: .containerLimit, retryable: .changedConfiguration, confidence: 1),
                recommendation: recommendation,
                delivery: nil
            )
            let attempt = Attempt(
                job: "job",
                runId: number % 2 == 0 ? nil : "run-\(number)",
                attempt: 1,
                engine: "slurm",
                requested: Resources(memoryBytes: 1),
                result: .succeeded,
                endedAt: Self.now
            )
            _ = try await store.recordAttempt(attempt, id: "a\(number)", idempotencyKey: nil, recordedAt: Self.now)
            if number % 7 == 0 {
                _ = try await store.change(
                    RecommendationChange(id: "r\(number)", to: .rejected, actor: "ada", note: "a\u{0}b", at: Self.now)
                )
            }
        }
        _ = try await store.pause(Pause(id: "p", scope: PauseScope(engine: "slurm"), actor: "ada", since: Self.now))
        try await store.addToken(
            AccessToken(id: "t", name: "ada", role: .admin, createdAt: Self.now),
            hash: SecretHash(bytes: Array(repeating: 7, count: 32)),
            actor: "root"
        )
        try await fillTheRest(of: store)
        await store.close()
    }

    /// A row or more in every table that failures and decisions alone leave empty, each with values in the columns that may be null.
    private func fillTheRest(of store: SQLiteStore) async throws {
        let (now, hash) = (Self.now, SecretHash(bytes: Array(repeating: 9, count: 32)))
        let session = OperatorSession(actor: "ada", role: .admin, tokenId: "t", expiresAt: now.adding(seconds: 60))
        try await store.addSession(session, hash: hash, now: now)
        #expect(try await store.claimSignature(hash, now: now, expiresAt: now.adding(seconds: 60)))
        // Deliveries in every state: held, sent again, delivered, dead, cancelled.
        for number in 1...5 {
            let failure = JobFailure(job: "sent", runId: "sent-\(number)", engine: "spark", resources: Resources(memoryBytes: 1))
            let recommendation = Recommendation(
                id: "sent-r\(number)",
                failureId: "sent-f\(number)",
                action: .retry,
                target: Resources(memoryBytes: 2),
                mode: .auto,
                state: .approved,
                createdAt: now
            )
            let repair = Repair(
                idempotencyKey: "repair-\(number)",
                recommendationId: recommendation.id,
                failureId: recommendation.failureId,
                job: failure.job,
                runId: failure.runId,
                attempt: 1,
                engine: number == 1 ? "slurm" : "spark",
                failureClass: .containerLimit,
                current: failure.resources,
                target: Resources(memoryBytes: 2)
            )
            _ = try await store.accept(
                failure,
                id: recommendation.failureId,
                idempotencyKey: nil,
                receivedAt: now,
                decision: Decision(
                    classification: Classification(failureClass: .containerLimit, retryable: .changedConfiguration, confidence: 1),
                    recommendation: recommendation,
                    delivery: Delivery(id: "d\(number)", target: "x", repair: repair, dueAt: now.adding(seconds: Double(number)))
                )
            )
        }
        let claim = DeliveryClaim(limit: 9, now: now.adding(seconds: 9), leaseSeconds: 30, budget: RetryBudget(burst: 7.5, perMinute: 1))
        #expect(try await store.claimDeliveries(claim).count == 4)
        try await store.finishDelivery(id: "d2", ofTry: 1, result: .delivered(receipt: "requeued \u{0} 1"), at: now)
        for id in ["d3", "d4"] { try await store.finishDelivery(id: id, ofTry: 1, result: .dead(error: "gone"), at: now) }
        _ = try await store.redeliver(id: "d4", actor: "ada", reason: "back", at: now)
        let attempt = Attempt(job: "sent", runId: "sent-5", attempt: 2, requested: Resources(memoryBytes: 2), result: .succeeded)
        let outcome = Outcome(
            recommendationId: "sent-r5",
            attempt: attempt,
            followed: true,
            forecastProbability: 0.25,
            recordedAt: now
        )
        #expect(try await store.recordAttempt(attempt, id: "sent-a5", idempotencyKey: "sent-k5", recordedAt: now, outcome: outcome))
        for (id, value) in [("i1", "network.dns"), ("i2", "disk.no_space")] {
            let incident = Incident(
                id: id,
                dimension: .failureClass,
                value: value,
                openedAt: now,
                observed: 9,
                expected: 0.5,
                windowMinutes: 5
            )
            let steps = [PlaybookStep("a/1", of: id, dueAt: now), PlaybookStep("a/2", of: id, dueAt: now)]
            _ = try await store.open(incident, holding: nil, steps: steps)
            #expect(try await store.claim(steps[0], now: now, leaseSeconds: 30) == 1)
        }
        try await store.finish(stepId: "i1/a/1", ofTry: 1, result: .done("called"), event: nil)
        _ = try await store.close(incidentId: "i1", actor: "ada", reason: nil, at: now, spreadSeconds: 0)
        for number in 1...3 {
            let reservation = SpendingReservation(key: "k\u{1F}\(number)", day: 20_000 + Int64(number / 3), amountUSD: 0.1)
            #expect(try await store.reserve(reservation, mostUSD: 1).isNew)
        }
    }

    @Test func everythingArrivesAndTheAuditLogGoesOn() async throws {
        let directory = try TemporaryDirectory()
        try await fill(directory.file(), failures: 700)
        let address = try PostgresAddress(try PostgresServer.shared.get().makeDatabase())
        let verified = try await StoreMover.move(from: directory.file(), to: address) { _ in }
        let rows = Dictionary(uniqueKeysWithValues: verified.map { ($0.table, $0.rows) })
        #expect(rows["failures"] == 705)
        #expect(rows["recommendations"] == 565)
        #expect(rows["undecided_failures"] == 140)
        #expect(rows["access_tokens"] == 1)
        #expect(rows["deliveries"] == 5 && rows["outcomes"] == 1 && rows["incidents"] == 2 && rows["playbook_steps"] == 4)
        #expect(verified.filter { $0.rows == 0 }.map(\.table) == [], "every table has something to move")

        let (old, new) = (try SQLiteStore(path: directory.file()), try await PostgresStore.open(address))
        #expect(try await old.counts() == (try await new.counts()))
        for number in [1, 3, 5, 700] {
            let id = "failure-\(1_000 + number)"
            #expect(try await old.failure(id: id) == (try await new.failure(id: id)))
        }
        #expect(try await new.pauses() == (try await old.pauses()))
        for number in 1...5 { #expect(try await new.delivery(id: "d\(number)") == (try await old.delivery(id: "d\(number)"))) }
        let states: [Delivery.State] = [.waiting, .delivered, .dead, .waiting, .cancelled]
        var moved: [Delivery.State?] = []
        for number in 1...5 { moved.append(try await new.delivery(id: "d\(number)")?.state) }
        #expect(moved == states)
        #expect(try await new.outcome(ofRecommendation: "sent-r5") == (try await old.outcome(ofRecommendation: "sent-r5")))
        let hash = SecretHash(bytes: Array(repeating: 9, count: 32))
        #expect(try await new.session(hash: hash, now: Self.now) == (try await old.session(hash: hash, now: Self.now)))
        #expect(try await new.session(hash: hash, now: Self.now) != nil)
        #expect(try await !new.claimSignature(hash, now: Self.now, expiresAt: Self.now.adding(seconds: 60)), "it is used already")
        #expect(try await new.retryTokens() == (try await old.retryTokens()))
        let all = PageRequest(limit: 9)
        #expect(try await new.incidents(openOnly: false, page: all).items == (try await old.incidents(openOnly: false, page: all).items))
        for id in ["i1", "i2"] {
            #expect(try await new.playbookSteps(ofIncident: id) == (try await old.playbookSteps(ofIncident: id)))
            #expect(try await new.playbookSteps(ofIncident: id).count == 2)
        }
        #expect(try await new.spending(onDay: 20_000) == 0.2)
        #expect(try await new.spending(onDay: 20_001) == 0.1)
        // What was under way goes on: a lease holds, a budget is kept, a step that was claimed has its next try.
        #expect(
            try await new.claimDeliveries(DeliveryClaim(limit: 9, now: Self.now.adding(seconds: 9), leaseSeconds: 30)).map(\.tries) == [2]
        )
        let step = PlaybookStep("a/1", of: "i2", dueAt: Self.now)
        #expect(try await new.claim(step, now: Self.now, leaseSeconds: 30) == nil)
        #expect(try await new.claim(step, now: Self.now.adding(seconds: 30), leaseSeconds: 30) == 2)
        // New rows are numbered behind the moved ones, and the chain of the audit log holds across the move.
        let failure = JobFailure(job: "new", runId: "r", engine: "slurm", resources: Resources(memoryBytes: 1))
        #expect(try await new.accept(failure, id: "new", idempotencyKey: nil, receivedAt: Self.now).isNew)
        _ = try await new.append(AuditEvent(.policyChanged, subject: "policy", actor: "ada", at: Self.now))
        var verifier = AuditVerifier()
        var last: Int64 = 0
        while case let records = try await new.auditTrail(after: last, limit: 500), let end = records.last {
            for record in records { try verifier.follow(record) }
            last = end.sequence
        }
        #expect(verifier.count == Int64((rows["audit"] ?? 0) + 1))
        await old.close()
        await new.close()
    }

    @Test func anInterruptedMoveGoesOnWhereItWas() async throws {
        let directory = try TemporaryDirectory()
        try await fill(directory.file(), failures: 1_200)
        let server = try PostgresServer.shared.get()
        let url = try server.makeDatabase()
        let address = try PostgresAddress(url)
        // What a kill in the middle leaves: some tables whole, one in part, the rest empty. Nothing of a table is moved out of order.
        _ = try await StoreMover.move(from: directory.file(), to: address) { _ in }
        try server.execute(
            """
            SET search_path = mulligan; SET session_replication_role = replica;
            DELETE FROM failures WHERE seq > 1000; DELETE FROM failure_logs WHERE seq > 1000;
            DELETE FROM deliveries; DELETE FROM outcomes; DELETE FROM operator_sessions; DELETE FROM used_signatures; DELETE FROM incidents;
            DELETE FROM playbook_steps; DELETE FROM retry_budget; DELETE FROM spending; DELETE FROM spending_days;
            DELETE FROM failure_keys; DELETE FROM recommendations; DELETE FROM undecided_failures; DELETE FROM attempts; DELETE FROM audit;
            DELETE FROM pauses; DELETE FROM access_tokens;
            """,
            in: String(url.split(separator: "/").last ?? "")
        )
        let first = try await StoreMover.move(from: directory.file(), to: address) { _ in }
        let again = try await StoreMover.move(from: directory.file(), to: address) { _ in }
        #expect(first == again)
        #expect(first.first { $0.table == "failures" }?.rows == 1_205)
    }

    @Test func aDatabaseThatHoldsSomethingElseIsRefusedAndLeftAlone() async throws {
        let directory = try TemporaryDirectory()
        try await fill(directory.file(), failures: 3)
        let address = try PostgresAddress(try PostgresServer.shared.get().makeDatabase())
        let store = try await PostgresStore.open(address)
        let failure = JobFailure(job: "other", runId: "r", engine: "slurm", resources: Resources(memoryBytes: 1))
        _ = try await store.accept(failure, id: "other", idempotencyKey: nil, receivedAt: Self.now)
        let error = await #expect(throws: RemediationError.self) {
            _ = try await StoreMover.move(from: directory.file(), to: address) { _ in }
        }
        #expect(error?.code == .conflict)
        #expect(error?.message.contains("DROP SCHEMA mulligan CASCADE") == true, "\(String(describing: error))")
        #expect(try await store.counts().failures == 1)
        await store.close()
    }

    /// Whoever adds a table to the one database must say how it moves to the other.
    @Test func noTableIsForgotten() async throws {
        let directory = try TemporaryDirectory()
        try await fill(directory.file(), failures: 3)
        let address = try PostgresAddress(try PostgresServer.shared.get().makeDatabase())
        let moved = Set(try await StoreMover.move(from: directory.file(), to: address) { _ in }.map(\.table))
        let file = try DatabaseQueue(path: directory.file())
        let tables = try await file.read { db in
            try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        }
        try file.close()
        #expect(Set(tables).subtracting(["grdb_migrations", "health", "failure_minutes", "failure_minutes_state"]) == moved)
    }
}
