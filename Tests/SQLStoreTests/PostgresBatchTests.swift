import Remediation
import RemediationTesting
import Testing

@testable import SQLStore

/// Posts that wait together are rows of one statement, and each is answered as if it had come alone.
@Suite(.enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed; make test-packages installs it"))
struct PostgresBatchTests {
    private static let now = Timestamp(milliseconds: 1_795_000_000_000)

    /// What one post came to.
    private struct Answer: Sendable {
        var number: Int
        var acceptance: Acceptance?
        var error: RemediationError?
    }

    /// A failure to post.
    private struct Post: Sendable {
        var number: Int
        var job = "job"
        var run: String
        var key: String?
        var log = ""
        var isApproved = false

        init(_ number: Int, run: String? = nil, key: String? = nil) {
            self.number = number
            self.run = run ?? "run-\(number)"
            self.key = key
        }

        var failure: JobFailure {
            JobFailure(job: job, runId: run, engine: "slurm", log: log, resources: Resources(memoryBytes: 1))
        }

        var decision: Decision {
            let recommendation = Recommendation(
                id: "r-\(number)",
                failureId: "f-\(number)",
                action: .retry,
                target: Resources(memoryBytes: 2),
                mode: .auto,
                state: isApproved ? .approved : .pending,
                createdAt: PostgresBatchTests.now,
                note: number.isMultiple(of: 3) ? "a\u{0}b" : nil
            )
            let repair = Repair(
                idempotencyKey: "k-\(number)",
                recommendationId: "r-\(number)",
                failureId: "f-\(number)",
                job: job,
                runId: run,
                attempt: 1,
                engine: "slurm",
                failureClass: .containerLimit,
                current: Resources(memoryBytes: 1),
                target: Resources(memoryBytes: 2)
            )
            let attempt = Attempt(job: job, runId: run, attempt: 1, requested: Resources(memoryBytes: 1), result: .failed)
            return Decision(
                classification: Classification(failureClass: .containerLimit, retryable: .changedConfiguration, confidence: 1),
                recommendation: recommendation,
                delivery: isApproved
                    ? Delivery(id: "d-\(number)", target: "slurm", repair: repair, dueAt: PostgresBatchTests.now) : nil,
                attempt: NumberedAttempt(id: "a-\(number)", attempt: attempt, recordedAt: PostgresBatchTests.now)
            )
        }
    }

    /// Posts all while somebody holds the end of the audit log, so that all but the first few wait and then go together.
    private func answers(to posts: [Post], in store: PostgresStore, at address: PostgresAddress) async throws -> [Int: Answer] {
        let holder = try PostgresConnection(address)
        try holder.execute("BEGIN")
        try holder.run(PostgresAudit.lockingEnd())
        let before = store.writing.arrivals
        return try await withThrowingTaskGroup(of: Answer.self) { group in
            for post in posts {
                group.addTask {
                    do throws(RemediationError) {
                        let acceptance = try await store.accept(
                            post.failure,
                            id: "f-\(post.number)",
                            idempotencyKey: post.key,
                            receivedAt: Self.now,
                            decision: post.decision
                        )
                        return Answer(number: post.number, acceptance: acceptance)
                    } catch {
                        return Answer(number: post.number, error: error)
                    }
                }
            }
            // None is answered before the end is free, so each has come once when as many have come.
            while store.writing.arrivals < before + posts.count { try await Task.sleep(for: .milliseconds(2)) }
            try holder.execute("COMMIT")
            return try await group.reduce(into: [:]) { $0[$1.number] = $1 }
        }
    }

    /// Reads the whole chain and says how many entries it has.
    private func verifiedEntries(of store: PostgresStore) async throws -> Int {
        var verifier = AuditVerifier()
        for record in try await store.auditTrail(after: 0, limit: 1_000) { try verifier.follow(record) }
        return Int(verifier.count)
    }

    @Test func eachRowOfABatchIsAnsweredByItself() async throws {
        let address = try PostgresAddress(try PostgresServer.shared.get().makeDatabase())
        let store = try await PostgresStore.open(address)
        var posts = (1...48).map { Post($0, key: $0.isMultiple(of: 2) ? "key-\($0)" : nil) }
        for number in 1...48 {
            posts[number - 1].isApproved = number.isMultiple(of: 5)
            posts[number - 1].log = String(repeating: "line \(number)\n", count: number.isMultiple(of: 7) ? 0 : number * number)
        }
        // The same attempts a second time.
        posts += [Post(101, run: "run-11"), Post(102, run: "run-12", key: "key-102")]
        let answers = try await answers(to: posts, in: store, at: address)
        #expect(answers.values.allSatisfy { $0.error == nil })
        let new = answers.values.filter { $0.acceptance?.isNew == true }
        #expect(new.count == 48)
        #expect(new.allSatisfy { $0.acceptance?.learnt == true })
        #expect(store.statistics.transactions < 16, "\(store.statistics.transactions) transactions for 50 posts")
        for (twin, number) in [(101, 11), (102, 12)] {
            #expect(answers[twin]?.acceptance?.record.id == answers[number]?.acceptance?.record.id)
            #expect([twin, number].count { answers[$0]?.acceptance?.isNew == true } == 1)
        }
        for post in posts.prefix(48) where ![11, 12].contains(post.number) {
            let record = try #require(try await store.failure(id: "f-\(post.number)"))
            #expect(record.failure == post.failure)
            #expect(record.recommendation?.id == "r-\(post.number)")
            #expect(record == answers[post.number]?.acceptance?.record || post.number.isMultiple(of: 3))
        }
        #expect(try await store.deliveries(in: .waiting, limit: 99).count == 9)
        #expect(try await store.attempts(after: 0, excluding: [], limit: 99).items.count == 48)
        #expect(try await verifiedEntries(of: store) == 48)
        await store.close()
    }

    @Test func aRowThatTheServerRefusesFailsAlone() async throws {
        let address = try PostgresAddress(try PostgresServer.shared.get().makeDatabase())
        let store = try await PostgresStore.open(address)
        var generator = SplitMix64(seed: 4)
        // Together longer than the server can index, and not to be shortened by its compression.
        func long() -> String {
            let scalars = (0..<512).compactMap { _ in Unicode.Scalar(UInt32.random(in: 0x20000...0x2a6df, using: &generator)) }
            return String(String.UnicodeScalarView(scalars))
        }
        var posts = (1...30).map { Post($0) } + [Post(31, run: long()), Post(32, key: "twice"), Post(33, key: "twice")]
        posts[30].job = long()
        let answers = try await answers(to: posts, in: store, at: address)
        #expect(answers[31]?.error?.code == .tooLarge, "\(String(describing: answers[31]))")
        #expect([32, 33].compactMap { answers[$0]?.error?.code } == [.conflict])
        #expect((1...30).allSatisfy { answers[$0]?.acceptance?.isNew == true })
        #expect(try await store.counts().failures == 31)
        #expect(try await verifiedEntries(of: store) == 31)
        await store.close()
    }
}
