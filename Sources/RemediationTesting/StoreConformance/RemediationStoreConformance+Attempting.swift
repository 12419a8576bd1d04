internal import Remediation

private typealias Fixtures = StoreFixtures

extension RemediationStoreConformance {
    static let attempting: [RemediationStoreConformance] = [
        RemediationStoreConformance("an attempt is stored once for its run, and for its key") { test in
            func record(_ attempt: Attempt, _ number: Int, key: String? = nil) async throws -> Bool {
                try await test.store.recordAttempt(attempt, id: Fixtures.id(number), idempotencyKey: key, recordedAt: Fixtures.time(number))
            }
            let attempt = Fixtures.attempt(1)
            try requireEqual(try await record(attempt, 1), true, "the first")
            try requireEqual(try await record(attempt, 2), false, "the same again")
            var other = attempt
            other.attempt = 3
            try requireEqual(try await record(other, 3, key: "key"), true, "another attempt of the run")
            other.attempt = 4
            try requireEqual(try await record(other, 4, key: "key"), false, "the same key")
            other.runId = nil
            try requireEqual(try await record(other, 5), true, "an attempt without a run")
            try requireEqual(try await record(other, 6), true, "an equal attempt without a run")
            try requireEqual(try await record(other, 7, key: "other"), true, "an attempt without a run with a key")
            try requireEqual(try await record(other, 8, key: "other"), false, "the key of an attempt without a run")
            try requireEqual(try await test.store.counts().attempts, 5, "the count of attempts")
        },
        RemediationStoreConformance("attempts come back in the order of recording, page by page, and by job newest first") { test in
            var recorded: [Attempt] = []
            for number in 1...250 {
                let attempt = Fixtures.attempt(number, job: "job-\(number % 3)", result: number.isMultiple(of: 2) ? .failed : .succeeded)
                // Identifiers that do not sort by the order of recording: clocks of machines differ.
                let id = Fixtures.id(number * 7_919 % 1_000)
                _ = try await test.store.recordAttempt(attempt, id: id, idempotencyKey: nil, recordedAt: Fixtures.time(number))
                recorded.append(attempt)
            }
            var seen: [Attempt] = []
            var last: Int64 = 0
            var isEnd = false
            while !isEnd && seen.count < 1_000 {
                let stretch = try await test.store.attempts(after: last, excluding: [], limit: 100)
                seen += stretch.items.map(\.attempt)
                (last, isEnd) = (stretch.last, stretch.isEnd)
                try requireEqual(stretch.identifiers.keys.max(), last, "the last number of a stretch")
            }
            try requireEqual(seen, recorded, "the attempts of all pages")
            let newest = recorded.filter { $0.job == "job-1" }.suffix(5).reversed()
            try requireEqual(try await test.store.attempts(ofJob: "job-1", limit: 5), Array(newest), "the newest of a job")
            try requireEqual(try await test.store.attempts(ofJob: "none", limit: 5), [], "those of an unknown job")
            let all = try await test.store.attempts(after: 0, excluding: [Fixtures.id(7_919 % 1_000)], limit: 250)
            try requireEqual(all.isEnd, true, "that nothing is behind the last")
            try requireEqual(all.items.map(\.attempt), Array(recorded.dropFirst()), "all but the first, which is known")
            try requireEqual(all.identifiers.count, 250, "the identifiers, of the known one too")
            let end = RecordedAttempts(items: [], identifiers: [:], last: last, isEnd: true)
            try requireEqual(try await test.store.attempts(after: last, excluding: [], limit: 5), end, "behind the last")
        },
        RemediationStoreConformance("a recommendation has one outcome, which moves it") { test in
            for (number, result) in [(1, Attempt.Result.succeeded), (2, .failed)] {
                let recommendation = try await Fixtures.decided(number, in: test.store)
                let outcome = Outcome(
                    recommendationId: recommendation.id,
                    attempt: Fixtures.attempt(number, result: result),
                    followed: false,
                    forecastProbability: 0.25,
                    recordedAt: Fixtures.time(7)
                )
                try requireEqual(try await test.store.outcome(ofRecommendation: recommendation.id), nil, "before there is one")
                try requireEqual(try await test.store.recordOutcome(outcome), true, "the first")
                var other = outcome
                other.attempt.result = result == .failed ? .succeeded : .failed
                other.recordedAt = Fixtures.time(8)
                try requireEqual(try await test.store.recordOutcome(other), false, "the second")
                try requireEqual(try await test.store.outcome(ofRecommendation: recommendation.id), outcome, "the stored outcome")
                var moved = recommendation
                moved.state = result == .succeeded ? .succeeded : .failedAgain
                moved.updatedAt = Fixtures.time(7)
                try requireEqual(try await test.store.recommendation(id: recommendation.id), moved, "the recommendation")
            }
            try await requireError(.notFound, "an outcome of nothing") { () async throws(RemediationError) in
                try await test.store.recordOutcome(
                    Outcome(
                        recommendationId: "none",
                        attempt: Fixtures.attempt(9),
                        followed: true,
                        forecastProbability: nil,
                        recordedAt: Fixtures.time(7)
                    )
                )
            }
        },
        RemediationStoreConformance("outcomes are listed by their recommendations, the newest first") { test in
            try requireEqual(try await test.store.outcomes(limit: 5), [], "before there is one")
            var expected: [Outcome] = []
            for number in 1...5 {
                let recommendation = try await Fixtures.decided(number, in: test.store)
                // The last recommendation's outcome comes first.
                expected.append(
                    Outcome(
                        recommendationId: recommendation.id,
                        attempt: Fixtures.attempt(number, result: number == 2 ? .failed : .succeeded),
                        followed: number != 3,
                        forecastProbability: number == 4 ? nil : Double(number) / 8,
                        recordedAt: Fixtures.time(20 - number)
                    )
                )
            }
            for outcome in expected { _ = try await test.store.recordOutcome(outcome) }
            expected.sort { $0.recommendationId > $1.recommendationId }
            try requireEqual(try await test.store.outcomes(limit: 9), expected, "all of them")
            try requireEqual(try await test.store.outcomes(limit: 2), Array(expected.prefix(2)), "the newest two")
            try requireEqual(try await test.store.outcomes(limit: 0), [], "none")
        },
        RemediationStoreConformance("an attempt that cannot be stored is refused") { test in
            var attempt = Fixtures.attempt(1)
            attempt.runSeconds = -1
            let error = try await requireError(.invalidInput, "a negative duration") { () async throws(RemediationError) in
                try await test.store.recordAttempt(attempt, id: Fixtures.id(1), idempotencyKey: nil, recordedAt: Fixtures.time(1))
            }
            try requireEqual(error.field, "runSeconds", "the field at fault")
            try requireEqual(try await test.store.counts().attempts, 0, "the count of attempts")
        },
    ]
}
