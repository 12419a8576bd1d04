internal import Remediation

private typealias Fixtures = StoreFixtures

extension RemediationStoreConformance {
    static let listing: [RemediationStoreConformance] = [
        RemediationStoreConformance("pages of 1,000 failures hold each once while others are posted") { test in
            func post(_ number: Int) async throws {
                _ = try await test.store.accept(
                    Fixtures.failure(number),
                    id: Fixtures.id(number),
                    idempotencyKey: nil,
                    receivedAt: Fixtures.time(number)
                )
            }
            for number in 1...1_000 { try await post(number) }
            var seen: [String] = []
            var cursor: String?
            var pages = 0
            repeat {
                let page = try await test.store.failures(FailureFilter(), page: PageRequest(limit: 99, cursor: cursor))
                seen += page.items.map(\.id)
                cursor = page.nextCursor
                pages += 1
                try await post(1_000 + pages)
            } while cursor != nil && pages < 100
            try requireEqual(seen, (1...1_000).reversed().map(Fixtures.id), "the identifiers on all pages")
            try requireEqual(pages, 11, "the number of pages")
        },
        RemediationStoreConformance("a listing that ends with a page has no next cursor") { test in
            for number in 1...4 { try await Fixtures.decided(number, in: test.store) }
            let first = try await test.store.failures(FailureFilter(), page: PageRequest(limit: 2))
            let second = try await test.store.failures(FailureFilter(), page: PageRequest(limit: 2, cursor: first.nextCursor))
            try requireEqual(second.items.map(\.id), [2, 1].map(Fixtures.id), "the second page")
            try requireEqual(second.nextCursor, nil, "the cursor after the last page")
            let whole = try await test.store.recommendations(FailureFilter(), page: PageRequest(limit: 4))
            try requireEqual(whole.nextCursor, nil, "the cursor of a single page")
            try requireEqual(whole.items.map(\.failureId), [4, 3, 2, 1].map(Fixtures.id), "the order of recommendations")
            var cursor: String?
            var seen: [String] = []
            repeat {
                let page = try await test.store.recommendations(FailureFilter(), page: PageRequest(limit: 1, cursor: cursor))
                seen += page.items.map(\.failureId)
                cursor = page.nextCursor
            } while cursor != nil && seen.count < 9
            try requireEqual(seen, [4, 3, 2, 1].map(Fixtures.id), "recommendations page by page")
        },
        RemediationStoreConformance("listings leave logs out") { test in
            let failure = Fixtures.failure(1, log: "a long log")
            try await Fixtures.decided(1, in: test.store, failure: failure)
            let page = try await test.store.failures(FailureFilter(), page: PageRequest())
            try requireEqual(page.items.map(\.failure.log), [""], "the logs in a listing")
            try requireEqual(page.items.first?.recommendation?.id, Fixtures.id(1_000_001), "the recommendation in a listing")
            try requireEqual(page.items.first?.classification, Fixtures.classification(), "the classification in a listing")
        },
        RemediationStoreConformance("filters let through what they say, alone and together") { test in
            let engines = ["slurm", "spark"]
            let classes: [FailureClass] = [.containerLimit, .noSpace, .executorOOM]
            let states: [RecommendationState] = [.observed, .pending, .approved]
            var all: [(number: Int, failure: JobFailure, failureClass: FailureClass?, state: RecommendationState?)] = []
            for number in 1...60 {
                var failure = Fixtures.failure(number, job: "job-\(number % 5)", engine: engines[number % 2])
                failure.runId = "run-\(number % 7)"
                failure.attempt = number
                if number % 11 == 0 {
                    _ = try await test.store.accept(
                        failure,
                        id: Fixtures.id(number),
                        idempotencyKey: nil,
                        receivedAt: Fixtures.time(number)
                    )
                    all.append((number, failure, nil, nil))
                } else {
                    let (failureClass, state) = (classes[number % 3], states[number % 4 % 3])
                    try await Fixtures.decided(number, in: test.store, state: state, failure: failure, failureClass: failureClass)
                    all.append((number, failure, failureClass, state))
                }
            }
            for choice in 0..<32 {
                let filter = FailureFilter(
                    job: choice & 1 == 0 ? nil : "job-3",
                    runId: choice & 2 == 0 ? nil : "run-1",
                    engine: choice & 4 == 0 ? nil : "spark",
                    failureClass: choice & 8 == 0 ? nil : classes[0],
                    state: choice & 16 == 0 ? nil : .pending
                )
                let expected = all.filter { entry in
                    (filter.job ?? entry.failure.job) == entry.failure.job && (filter.runId ?? entry.failure.runId) == entry.failure.runId
                        && (filter.engine ?? entry.failure.engine) == entry.failure.engine
                        && (filter.failureClass == nil || filter.failureClass == entry.failureClass)
                        && (filter.state == nil || filter.state == entry.state)
                }
                let numbers = expected.map(\.number).sorted(by: >)
                for cursor in [nil, 31] {
                    let page = PageRequest(limit: 500, cursor: cursor.map(Fixtures.id))
                    let failures = try await test.store.failures(filter, page: page).items
                    let below = numbers.filter { $0 < cursor ?? .max }
                    try requireEqual(failures.map(\.id), below.map(Fixtures.id), "failures by \(filter)")
                    let recommendations = try await test.store.recommendations(filter, page: page).items
                    let decided = below.filter { !$0.isMultiple(of: 11) }
                    try requireEqual(recommendations.map(\.failureId), decided.map(Fixtures.id), "recommendations by \(filter)")
                }
            }
            try requireEqual(
                try await test.store.failures(FailureFilter(job: "' OR 1=1 --"), page: PageRequest()).items.count,
                0,
                "failures of a job that is an SQL fragment"
            )
        },
        RemediationStoreConformance("counts count") { test in
            try requireEqual(try await test.store.counts(), StoreCounts(), "the counts of an empty store")
            try await Fixtures.decided(1, in: test.store)
            try await Fixtures.decided(2, in: test.store, state: .approved, failureClass: .noSpace, withDelivery: true)
            try await Fixtures.decided(3, in: test.store, state: .approved, failureClass: .noSpace)
            _ = try await test.store.accept(Fixtures.failure(4), id: Fixtures.id(4), idempotencyKey: nil, receivedAt: Fixtures.time(4))
            _ = try await test.store.recordAttempt(
                Fixtures.attempt(1),
                id: Fixtures.id(1),
                idempotencyKey: nil,
                recordedAt: Fixtures.time(5)
            )
            _ = try await test.store.recordOutcome(
                Outcome(
                    recommendationId: Fixtures.id(1_000_003),
                    attempt: Fixtures.attempt(1),
                    followed: true,
                    forecastProbability: 0.9,
                    recordedAt: Fixtures.time(6)
                )
            )
            let expected = StoreCounts(
                failures: 4,
                failuresByClass: [FailureClass.containerLimit.rawValue: 1, FailureClass.noSpace.rawValue: 2],
                recommendationsByState: ["pending": 1, "approved": 1, "succeeded": 1],
                deliveriesByState: ["waiting": 1],
                attempts: 1,
                outcomes: 1
            )
            try requireEqual(try await test.store.counts(), expected, "the counts")
            try await test.store.checkHealth()
        },
    ]
}
