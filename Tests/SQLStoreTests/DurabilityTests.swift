import Foundation
import Remediation
import RemediationTesting
import Testing

@testable import SQLStore

@Suite struct DurabilityTests {
    @Test func commitsWaitForTheDisk() async throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.file())
        #expect(try await store.pragma("synchronous") == "2", "2 is FULL; with NORMAL (1) an acknowledged failure can be lost")
        #expect(try await store.pragma("journal_mode") == "wal")
        #expect(try await store.pragma("foreign_keys") == "1")
        await store.close()
        // Also on a database that exists already.
        let again = try SQLiteStore(path: directory.file())
        #expect(try await again.pragma("synchronous") == "2")
        await again.close()
    }

    @Test func writesThatWaitTogetherShareATransaction() async throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.file())
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<512 { group.addTask { try? await store.checkHealth() } }
        }
        let statistics = store.statistics
        #expect(statistics.writes == 512)
        #expect(statistics.transactions < 256, "\(statistics.transactions) transactions for 512 writes")
        await store.close()
    }

    @Test func twoProcessesMayOpenAFreshFileAtOnce() async throws {
        for _ in 0..<20 {
            let directory = try TemporaryDirectory()
            let path = directory.file()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        let store = try SQLiteStore(path: path)
                        try await store.checkHealth()
                        await store.close()
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func twoStoresOnOneFileWriteAtTheSameTime() async throws {
        let directory = try TemporaryDirectory()
        let stores = [try SQLiteStore(path: directory.file()), try SQLiteStore(path: directory.file())]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<16 {
                group.addTask {
                    for step in 0..<25 {
                        let number = task * 25 + step
                        let failure = JobFailure(
                            job: "job-\(number)",
                            runId: "run",
                            engine: "slurm",
                            resources: Resources(memoryBytes: 1)
                        )
                        let id = "failure-\(number)"
                        _ = try await stores[number % 2].accept(
                            failure,
                            id: id,
                            idempotencyKey: id,
                            receivedAt: Timestamp(milliseconds: 0)
                        )
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await stores[0].counts().failures == 400)
        #expect(try await stores[1].counts().failures == 400)
        for store in stores { await store.close() }
    }

    @Test func theLogBeginsAnewUnderSteadyWrites() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.file()
        let store = try SQLiteStore(path: path)
        let log = RandomText.digits(200_000, seed: 7)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for step in 0..<300 {
                        let id = "\(task)-\(step)"
                        var failure = JobFailure(job: "job", runId: id, engine: "slurm", resources: Resources(memoryBytes: 1))
                        failure.log = log
                        let at = Timestamp(milliseconds: 0)
                        _ = try await store.accept(failure, id: id, idempotencyKey: nil, receivedAt: at, decision: nil)
                    }
                }
            }
            try await group.waitForAll()
        }
        func size(_ suffix: String) throws -> Int {
            try #require(FileManager.default.attributesOfItem(atPath: path + suffix)[.size] as? Int)
        }
        let (written, logged) = (2_400 * PackedText.pack(log).count, try size("-wal"))
        #expect(written > 200_000_000 && logged < written * 3 / 4, "\(logged) bytes of log for \(written) written")
        await store.close()
        #expect(try size("") > written)
    }

    @Test func everyListingReadsAnIndexInOrder() async throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.file())
        for choice in 0..<64 {
            let filter = FailureFilter(
                job: choice & 1 == 0 ? nil : "j",
                runId: choice & 2 == 0 ? nil : "r",
                engine: choice & 4 == 0 ? nil : "e",
                failureClass: choice & 8 == 0 ? nil : .noSpace,
                state: choice & 16 == 0 ? nil : .pending
            )
            let page = PageRequest(cursor: choice & 32 == 0 ? nil : "x")
            for decidedOnly in [false, true] {
                let plan = try await store.queryPlan(filter, page: page, decidedOnly: decidedOnly)
                #expect(!plan.contains("TEMP B-TREE"), "\(filter): \(plan)")
                // Only the whole listing, which stops at its limit, may scan, and then along the index of identifiers.
                let scansTable = plan.split(separator: "\n").contains { $0.hasPrefix("SCAN") && !$0.contains("INDEX") }
                #expect(!scansTable, "\(filter), \(page): \(plan)")
                if filter.runId != nil { #expect(plan.contains("failures_by_run"), "\(filter): \(plan)") }
            }
        }
        await store.close()
    }
}
