import Foundation
import Remediation
import RemediationTesting
import SQLStore
import Testing

/// What only a database server can do wrong; nothing is lost, and every error names what to do.
@Suite(.enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed; make test-packages installs it"))
struct PostgresFaultTests {
    private func failure(_ number: Int, log: String = "") -> JobFailure {
        JobFailure(job: "job", runId: "run-\(number)", engine: "slurm", log: log, resources: Resources(memoryBytes: 1))
    }

    @discardableResult
    private func accept(_ number: Int, in store: PostgresStore) async throws -> Acceptance {
        try await store.accept(
            failure(number),
            id: "failure-\(number)",
            idempotencyKey: "key-\(number)",
            receivedAt: Timestamp(milliseconds: 0)
        )
    }

    private func database(of address: String) -> String { String(address.split(separator: "/").last ?? "") }

    @Test func aRestartUnderLoadIsNotSeenByCallers() async throws {
        let server = try PostgresServer()
        let store = try await PostgresStore.open(try PostgresAddress(server.makeDatabase()))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<16 {
                group.addTask {
                    for step in 0..<120 {
                        try await accept(writer * 1_000 + step, in: store)
                        try await Task.sleep(for: .milliseconds(20))
                    }
                }
            }
            for mode in ["fast", "immediate"] {
                try await Task.sleep(for: .milliseconds(500))
                try server.stop(mode: mode)
                try server.start()
            }
            try await group.waitForAll()
        }
        #expect(try await store.counts().failures == 16 * 120)
        await store.close()
    }

    @Test func aServerThatIsAwayIsAnErrorWithARemedyAndHeals() async throws {
        let server = try PostgresServer()
        let address = try server.makeDatabase()
        var options = PostgresStore.Options()
        options.patienceSeconds = 0.2
        let store = try await PostgresStore.open(try PostgresAddress(address), options: options)
        try await accept(1, in: store)
        try server.stop()
        let error = await #expect(throws: RemediationError.self) { try await accept(2, in: store) }
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("check that PostgreSQL runs") == true, "\(String(describing: error))")
        #expect(error.map { "\($0)".contains(PostgresServer.password) } == false)
        let opening = await #expect(throws: RemediationError.self) { _ = try await PostgresStore.open(try PostgresAddress(address)) }
        #expect(opening?.code == .unavailable)
        try server.start()
        try await accept(2, in: store)
        #expect(try await store.counts().failures == 2)
        await store.close()
    }

    @Test func noErrorShowsThePassword() async throws {
        let port = try PostgresServer.shared.get().port
        for url in [
            "postgres://mulligan:wrong-4711@127.0.0.1:\(port)/postgres", "postgres://mulligan:wrong-4711@127.0.0.1:\(port)/absent",
            "postgres://mulligan:wrong-4711@127.0.0.1:1/x", "postgres://mulligan:wrong-4711@127.0.0.1:x/x",
            "postgres://mulligan:wrong-4711@[::1/x", "postgres://mulligan:wrong-4711%@h/x?sslmode=wrong-4711",
        ] {
            let error = await #expect(throws: RemediationError.self, "\(url)") {
                _ = try await PostgresStore.open(try PostgresAddress(url))
            }
            #expect(error.map { "\($0)".contains("wrong-4711") } == false, "\(String(describing: error))")
        }
        let address = try PostgresAddress("postgres://ada:wrong-4711@db.example:5433/mulligan")
        #expect("\(address)" == "postgres://db.example:5433/mulligan")
    }

    @Test func manyMayOpenAFreshDatabaseAtOnce() async throws {
        for _ in 0..<3 {
            let address = try PostgresAddress(try PostgresServer.shared.get().makeDatabase())
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        let store = try await PostgresStore.open(address)
                        try await store.checkHealth()
                        await store.close()
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func refusesADatabaseOfANewerMulligan() async throws {
        let server = try PostgresServer.shared.get()
        let address = try server.makeDatabase()
        try await PostgresStore.open(try PostgresAddress(address)).close()
        try server.execute("INSERT INTO mulligan.migrations (number, name) VALUES (999, 'of next year')", in: database(of: address))
        let error = await #expect(throws: RemediationError.self) { _ = try await PostgresStore.open(try PostgresAddress(address)) }
        #expect(error?.code == .conflict)
        #expect(error?.message.contains("was written by a newer Mulligan; start that version") == true, "\(String(describing: error))")
    }

    @Test func refusesADatabaseThatCannotHoldEveryText() async throws {
        let server = try PostgresServer.shared.get()
        let name = "latin_\(UInt32.random(in: 0 ... .max))"
        try server.execute("CREATE DATABASE \(name) ENCODING 'LATIN1' TEMPLATE template0", in: "postgres")
        let address = try PostgresAddress(server.address(of: name))
        let error = await #expect(throws: RemediationError.self) { _ = try await PostgresStore.open(address) }
        #expect(error?.message.contains("UTF-8") == true, "\(String(describing: error))")
    }

    @Test func refusesARowThatABugWouldBreak() async throws {
        let server = try PostgresServer.shared.get()
        let address = try server.makeDatabase()
        let store = try await PostgresStore.open(try PostgresAddress(address))
        try await accept(1, in: store)
        for sql in [
            "UPDATE failures SET attempt = 2", "DELETE FROM failures", "DELETE FROM failure_keys", "DELETE FROM attempts",
            "UPDATE outcomes SET result = 'failed'", "UPDATE failure_logs SET log = ''",
            "INSERT INTO failures (id, received_at, job, run_id, attempt, engine, body) VALUES ('x', 0, '', 'r', 1, 'e', '{}')",
            "INSERT INTO failures (id, received_at, job, run_id, attempt, engine, body) VALUES ('x', 0, 'j', 'r', 0, 'e', '{}')",
            "INSERT INTO recommendations VALUES ('r', 'none', 'c', 'retry', 'auto', 'pending', NULL, NULL, NULL, 0, 0, '{}', '{}')",
            "INSERT INTO recommendations VALUES ('r', 'failure-1', 'c', 'retry', 'auto', 'lost', NULL, NULL, NULL, 0, 0, '{}', '{}')",
            "INSERT INTO outcomes VALUES ('none', 0, 'failed', '{}')",
            "INSERT INTO deliveries VALUES ('d', 'none', 'key', 'slurm', 'waiting', 0, 0, NULL, NULL, NULL, '{}')",
        ] {
            #expect(throws: PostgresServer.Failure.self, "\(sql)") {
                try server.execute("SET search_path = mulligan; \(sql)", in: database(of: address))
            }
        }
        await store.close()
    }

    @Test func writesThatWaitTogetherShareATransaction() async throws {
        let store = try await PostgresStore.open(try PostgresAddress(try PostgresServer.shared.get().makeDatabase()))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<512 { group.addTask { try? await store.checkHealth() } }
        }
        #expect(store.statistics.writes == 512)
        #expect(store.statistics.transactions < 256, "\(store.statistics.transactions) transactions for 512 writes")
        await store.close()
    }

    @Test func aDecisionWakesTheOtherProcesses() async throws {
        let address = try PostgresAddress(try PostgresServer.shared.get().makeDatabase())
        let (store, other) = (try await PostgresStore.open(address), try await PostgresStore.open(address))
        var wakeUps = other.deliveryWakeUps().makeAsyncIterator()
        // The first says that it listens now.
        await wakeUps.next()
        try await accept(1, in: store)
        let recommendation = Recommendation(
            id: "r",
            failureId: "failure-1",
            action: .retry,
            target: Resources(memoryBytes: 2),
            mode: .auto,
            state: .approved,
            createdAt: Timestamp(milliseconds: 0)
        )
        let classification = Classification(failureClass: .containerLimit, retryable: .changedConfiguration, confidence: 1)
        let repair = Repair(
            idempotencyKey: "k",
            recommendationId: "r",
            failureId: "failure-1",
            job: "job",
            runId: "run-1",
            attempt: 1,
            engine: "slurm",
            failureClass: .containerLimit,
            current: Resources(memoryBytes: 1),
            target: Resources(memoryBytes: 2)
        )
        _ = try await store.decide(
            failureId: "failure-1",
            classification: classification,
            recommendation: recommendation,
            delivery: Delivery(id: "d", target: "webhook", repair: repair, dueAt: Timestamp(milliseconds: 0))
        )
        await wakeUps.next()
        let claimed = try await other.claimDeliveries(limit: 1, now: Timestamp(milliseconds: 1), leaseSeconds: 1)
        #expect(claimed.map(\.id) == ["d"])
        // Words of a scheduler that PostgreSQL's text cannot hold do not keep the delivery from ending.
        try await other.finishDelivery(id: "d", ofTry: 1, result: .delivered(receipt: "a\u{0}b"), at: Timestamp(milliseconds: 2))
        #expect(try await store.deliveries(in: .delivered, limit: 9).map(\.receipt) == ["a\u{FFFD}b"])
        await store.close()
        await other.close()
        #expect(await wakeUps.next() == nil)
    }
}
