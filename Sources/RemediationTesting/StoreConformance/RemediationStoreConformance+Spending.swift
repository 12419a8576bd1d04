internal import Remediation

extension RemediationStoreConformance {
    private static func reservation(_ number: Int, day: Int64 = 20_000, usd: Double = 1) -> SpendingReservation {
        SpendingReservation(key: "attempt \(number)", day: day, amountUSD: usd)
    }

    static let spending: [RemediationStoreConformance] = [
        RemediationStoreConformance("money is set aside as long as the day's budget lasts", opensAgain: true) { test in
            let store = test.store
            func reserve(_ reservation: SpendingReservation) async throws -> SpendingAnswer {
                try await store.reserve(reservation, mostUSD: 0.3)
            }
            for number in 1...3 {
                let answer = try await reserve(reservation(number, usd: 0.1))
                try require(answer.isGranted && answer.isNew, "the reservation \(number) fits")
                try require(abs(answer.spentUSD - 0.1 * Double(number - 1)) < 1e-12, "\(answer.spentUSD) USD were spent before it")
            }
            let refused = try await reserve(reservation(4, usd: 0.01))
            try require(!refused.isGranted && !refused.isNew, "one over the budget")
            try require(abs(refused.spentUSD - 0.3) < 1e-12, "\(refused.spentUSD) USD are spent")
            // The same attempt is counted once, also after the budget is used up and whatever it asks for.
            let again = try await reserve(reservation(2, usd: 5))
            try require(again.isGranted && !again.isNew, "the same attempt again")
            // Another day, and another process.
            let other = try await test.open()
            try require(try await other.reserve(reservation(5, day: 20_001, usd: 0.3), mostUSD: 0.3).isNew, "the next day")
            try require(try await !other.reserve(reservation(6, usd: 0.01), mostUSD: 0.3).isGranted, "one over the budget elsewhere")
            try await other.release(reservation: "attempt 2")
            try await other.release(reservation: "attempt 2")
            await other.close()
            try require(abs(try await store.spending(onDay: 20_000) - 0.2) < 1e-12, "what is left after one was given back")
            try require(try await reserve(reservation(7, usd: 0.1)).isNew, "the place of the one that was given back")
            try requireEqual(try await store.spending(onDay: 19_999), 0, "a day without any")
            try requireEqual(try await reserve(reservation(8, day: 20_002, usd: 0)).isGranted, true, "nothing at all fits")
            for amount in [-1, .infinity, .nan] {
                try await requireError(.invalidInput, "\(amount) USD") { () throws(RemediationError) in
                    try await store.reserve(reservation(9, usd: amount), mostUSD: 1)
                }
            }
            // After more than a year a day is forgotten.
            _ = try await reserve(reservation(10, day: 20_001 + SpendingReservation.keptDays, usd: 0.1))
            try requireEqual(try await store.spending(onDay: 20_000), 0, "a day of long ago")
            try require(try await store.spending(onDay: 20_001) > 0, "one that is still remembered")
        },
        RemediationStoreConformance("no two processes spend the same dollar", opensAgain: true) { test in
            let other = try await test.open()
            let granted = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 1...60 {
                    group.addTask { [store = number % 2 == 0 ? test.store : other] in
                        try await store.reserve(reservation(number), mostUSD: 20).isGranted
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            await other.close()
            try requireEqual(granted, 20, "how many of sixty fit into 20 USD")
            try requireEqual(try await test.store.spending(onDay: 20_000), 20, "the day's sum")
        },
    ]
}
