/// Keeps what automatic retries are expected to cost on each day, so that all processes on a store spend from one budget.
package protocol SpendingLedger: Sendable {
    /// Sets money aside, unless its day's sum would then exceed `mostUSD`; decided in one transaction, so that no two processes spend the same
    /// dollar. What is set aside under the key already stays as it is, counts once, and is granted again.
    ///
    /// - Throws: `invalidInput` for an amount that is none.
    func reserve(_ reservation: SpendingReservation, mostUSD: Double) async throws(RemediationError) -> SpendingAnswer

    /// Gives back what was set aside under `key`; an unknown one is ignored.
    func release(reservation key: String) async throws(RemediationError)

    /// What is set aside for `day`, in USD.
    func spending(onDay day: Int64) async throws(RemediationError) -> Double
}

/// Money for one retry, to be set aside.
package struct SpendingReservation: Hashable, Sendable {
    /// How many days are remembered beside the present one.
    package static let keptDays: Int64 = 400

    /// What the money is for: the same attempt has the same key, whoever asks and however often.
    package var key: String
    /// The day that it counts for: whole days since 1970 in UTC.
    package var day: Int64
    /// How much, in USD, from 0.
    package var amountUSD: Double

    /// A reservation.
    package init(key: String, day: Int64, amountUSD: Double) {
        self.key = key
        self.day = day
        self.amountUSD = amountUSD
    }

    /// A reservation for the retry after `failure` was decided at `now`.
    package init(after failure: JobFailure, at now: Timestamp, amountUSD: Double) {
        self.init(key: "\(failure.attempt)\u{1F}\(failure.runId)\u{1F}\(failure.job)", day: now.day, amountUSD: amountUSD)
    }

    /// What sums may reach within a budget of `mostUSD`: many small amounts add up to a hair more than their sum.
    package static func bound(_ mostUSD: Double) -> Double { mostUSD * (1 + 1e-9) }

    /// Whether `amountUSD` fits beside `spentUSD` into `mostUSD`.
    package func fits(beside spentUSD: Double, into mostUSD: Double) -> Bool { spentUSD + amountUSD <= Self.bound(mostUSD) }

    /// Refuses an amount that is none.
    package func check() throws(RemediationError) {
        guard amountUSD.isFinite, amountUSD >= 0, amountUSD <= 1e12 else {
            throw RemediationError(.invalidInput, "\(amountUSD) is not an amount of money; give 0 to 1e12 USD", field: "amountUSD")
        }
    }
}

/// Whether money could be set aside.
package struct SpendingAnswer: Hashable, Sendable {
    /// Whether it is set aside.
    package var isGranted: Bool
    /// Whether it was set aside just now.
    package var isNew: Bool
    /// What was set aside for the day before, in USD.
    package var spentUSD: Double

    /// An answer.
    package init(isGranted: Bool, isNew: Bool, spentUSD: Double) {
        self.isGranted = isGranted
        self.isNew = isNew
        self.spentUSD = spentUSD
    }
}

extension Timestamp {
    /// The day in UTC: whole days since 1970.
    package var day: Int64 {
        let (day, rest) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        return rest < 0 ? day - 1 : day
    }

    /// The first moment of a day in UTC.
    package init(day: Int64) { self.init(milliseconds: day * 86_400_000) }
}
