import Foundation
import Remediation
import Testing

@testable import SQLStore

/// Rows as they were written before recommendations and logs were packed, and what must be read from them.
enum FormerRows {
    private static let now = Timestamp(milliseconds: 1_795_000_000_000)

    private static func failure(_ number: Int) -> JobFailure {
        JobFailure(
            job: "job's \"Ä\"",
            runId: "run-\(number)",
            engine: "slurm",
            log: number == 2 ? "" : String(repeating: "Killed\u{0} 😀 of run \(number)\r\n", count: 100),
            resources: Resources(memoryBytes: 1)
        )
    }

    private static func attempt(_ number: Int) -> Attempt {
        Attempt(
            job: "job's \"Ä\"",
            runId: number == 0 ? "run-1" : nil,
            attempt: 1,
            requested: Resources(memoryBytes: 1),
            result: number == 2 ? .succeeded : .failed
        )
    }

    private static let classification = Classification(failureClass: .containerLimit, retryable: .changedConfiguration, confidence: 1)
    private static let made = recommendation(state: .pending, target: 2, note: nil)
    private static let settled = recommendation(state: .approved, target: 3, note: "ada's")

    private static func recommendation(state: RecommendationState, target: Int64, note: String?) -> Recommendation {
        Recommendation(
            id: "r-1",
            failureId: "f-1",
            action: .retry,
            target: Resources(memoryBytes: target),
            reasons: (1...20).map { "reason \($0) why this is \"so\"" },
            mode: .approve,
            state: state,
            createdAt: now,
            updatedAt: now,
            decidedBy: note == nil ? nil : "ada",
            note: note
        )
    }

    private static let delivery = Delivery(
        id: "d-1",
        target: "slurm",
        repair: Repair(
            idempotencyKey: "k-d",
            recommendationId: "r-1",
            failureId: "f-1",
            job: "job",
            runId: "run-1",
            attempt: 1,
            engine: "slurm",
            failureClass: .containerLimit,
            current: Resources(memoryBytes: 1),
            target: Resources(memoryBytes: 3)
        ),
        dueAt: now
    )

    /// Two failures, the first decided, with a key, a delivery and three attempts, two of them of no run.
    ///
    /// - Parameter bytes: How the database writes bytes that are given in hexadecimal.
    static func statements(bytes: (String) -> String, isTrue: String) throws -> [String] {
        func quoted(_ text: String) -> String { "'\(text.replacingOccurrences(of: "'", with: "''"))'" }
        func json(_ value: some Encodable) throws -> String { quoted(String(decoding: try RowCoding.encode(value), as: UTF8.self)) }
        var statements: [String] = []
        for number in 1...2 {
            var body = failure(number)
            body.log = ""
            statements.append(
                """
                INSERT INTO failures (seq, id, received_at, job, run_id, attempt, engine, body)
                VALUES (\(number * 10), 'f-\(number)', \(now.milliseconds), \(quoted(body.job)), 'run-\(number)', 1, 'slurm', \(try json(body)))
                """
            )
        }
        let log = failure(1).log.utf8.map { byte in String(format: "%02x", byte) }.joined()
        statements += [
            "INSERT INTO failure_logs (seq, log) VALUES (10, \(bytes(log)))",
            "INSERT INTO failure_keys (key, failure_id, original) VALUES ('key-1', 'f-1', \(isTrue))",
            """
            INSERT INTO recommendations VALUES (
                'r-1', 'f-1', 'memory.container_limit', 'retry', 'approve', 'approved', \(try json(settled.target)), 'ada', 'ada''s',
                \(now.milliseconds), \(now.milliseconds), \(try json(classification)), \(try json(made))
            )
            """,
            """
            INSERT INTO deliveries (id, recommendation_id, idempotency_key, target, state, tries, due_at, repair)
            VALUES ('d-1', 'r-1', 'k-d', 'slurm', 'waiting', 0, \(now.milliseconds), \(try json(delivery.repair)))
            """,
        ]
        for number in 0...2 {
            let attempt = attempt(number)
            statements.append(
                """
                INSERT INTO attempts (seq, id, recorded_at, job, run_id, attempt, result, idempotency_key, body) VALUES (
                    \(number + 5), 'a-\(number)', \(now.milliseconds), \(quoted(attempt.job)), \(attempt.runId.map(quoted) ?? "NULL"), 1,
                    '\(attempt.result.rawValue)', 'k-\(number)', \(try json(attempt))
                )
                """
            )
        }
        return statements
    }

    /// What the tables refuse, as they did before.
    static let refused = [
        "INSERT INTO failures (id, received_at, job, run_id, attempt, engine, body) VALUES ('x', 0, 'job''s \"Ä\"', 'run-1', 1, 'e', '{}')",
        "INSERT INTO failures (id, received_at, job, run_id, attempt, engine, body) VALUES ('f-1', 0, 'j', 'r', 1, 'e', '{}')",
        "INSERT INTO failures (id, received_at, job, run_id, attempt, engine, body) VALUES ('x', 0, 'j', 'r', 0, 'e', '{}')",
        "INSERT INTO attempts (id, recorded_at, job, run_id, attempt, result, body) VALUES ('x', 0, 'job''s \"Ä\"', 'run-1', 1, 'failed', '{}')",
        "INSERT INTO attempts (id, recorded_at, job, attempt, result, idempotency_key, body) VALUES ('x', 0, 'j', 1, 'failed', 'k-1', '{}')",
        "INSERT INTO attempts (id, recorded_at, job, attempt, result, body) VALUES ('x', 0, 'j', 1, 'lost', '{}')",
        "UPDATE recommendations SET state = 'lost'",
        "UPDATE recommendations SET mode = 'lost'",
        "UPDATE recommendations SET action = 'lost'",
        "UPDATE deliveries SET state = 'lost'",
        "INSERT INTO deliveries (id, recommendation_id, idempotency_key, target, state, tries, due_at, repair) VALUES ('x', 'none', 'y', 's', 'dead', 0, 0, '')",
        "INSERT INTO failure_logs (seq, log) SELECT 999, log FROM failure_logs",
    ]

    /// Reads what `statements` wrote, repeats a post of then, and goes on.
    static func expect(in store: some RemediationStore) async throws {
        let record = FailureRecord(
            id: "f-1",
            receivedAt: now,
            failure: failure(1),
            classification: classification,
            recommendation: settled
        )
        #expect(try await store.failure(id: "f-1") == record)
        #expect(try await store.recommendation(id: "r-1") == settled)
        let listed = try await store.failures(FailureFilter(), page: PageRequest(limit: 9)).items
        #expect(listed.map(\.id) == ["f-2", "f-1"])
        #expect(listed.last?.recommendation == settled)
        #expect(try await store.recommendations(FailureFilter(state: .approved), page: PageRequest(limit: 9)).items == [settled])
        #expect(try await store.undecidedFailures(limit: 9).map(\.failure) == [failure(2)])
        #expect(try await store.delivery(id: "d-1")?.repair == delivery.repair)
        let attempts = try await store.attempts(after: 0, excluding: [], limit: 9)
        #expect(attempts.items.map(\.attempt) == (0...2).map(attempt))
        #expect(attempts.last == 7)

        let repeated = try await store.accept(failure(1), id: "f-x", idempotencyKey: nil, receivedAt: now)
        #expect(!repeated.isNew && repeated.record == record)
        #expect(try await !store.accept(failure(1), id: "f-x", idempotencyKey: "key-1", receivedAt: now).isNew)
        #expect(try await !store.recordAttempt(attempt(0), id: "a-x", idempotencyKey: nil, recordedAt: now))
        #expect(try await store.recordAttempt(attempt(1), id: "a-3", idempotencyKey: nil, recordedAt: now))
        var decided = made
        (decided.id, decided.failureId) = ("r-2", "f-2")
        _ = try await store.decide(failureId: "f-2", Decision(classification: classification, recommendation: decided))
        #expect(try await store.undecidedFailures(limit: 9) == [])
        #expect(try await store.recommendation(id: "r-2") == decided)
        #expect(try await store.accept(failure(3), id: "f-3", idempotencyKey: nil, receivedAt: now).isNew)
        #expect(try await store.failure(id: "f-3")?.failure == failure(3))
        #expect(try await store.undecidedFailures(limit: 9).map(\.id) == ["f-3"])
        (decided.id, decided.failureId) = ("r-3", "f-3")
        _ = try await store.decide(failureId: "f-3", Decision(classification: classification, recommendation: decided))
        #expect(try await store.counts().failures == 3)
    }
}
