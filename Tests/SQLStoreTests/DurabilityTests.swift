import Remediation
import RemediationTesting
import SQLStore
import Testing

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
