/// Decides which of the deliveries that are due may go now; the same for every store, inside the transaction that claims.
package struct ClaimScreen: Sendable {
    /// What to do with a delivery.
    package enum Verdict: Hashable, Sendable {
        /// Claim it.
        case take
        /// A pause holds it until it is lifted; `reason` says which.
        case hold(pauseId: String, reason: String)
        /// It stays where it is, and `reason` says what it waits for.
        case wait(reason: String)
    }

    /// How many deliveries are looked at in one claim, at most: bounds the transaction.
    package static let mostLooks = 2_000

    private let claim: DeliveryClaim
    private let pauses: [Pause]
    private var taken: [String: Int] = [:]
    private var looks = 0
    private var total = 0
    private let clockWentBack: Bool
    /// The bucket as it is after what was taken; nil without a budget.
    package private(set) var bucket: TokenBucket?

    /// A screen for one claim.
    ///
    /// - Parameters:
    ///   - pauses: What is paused now.
    ///   - bucket: The bucket as it was stored; nil for one that is full.
    package init(_ claim: DeliveryClaim, pauses: [Pause], bucket: TokenBucket?) {
        self.claim = claim
        self.pauses = pauses
        self.bucket = claim.budget.map { TokenBucket.present(bucket, at: claim.now, under: $0) }
        clockWentBack = (bucket?.at ?? claim.now) > (self.bucket?.at ?? claim.now)
    }

    /// The bucket to be stored; nil where it may stay as it is. That filling began anew must be kept, or it would begin anew every time.
    package var bucketToStore: TokenBucket? { total > 0 || clockWentBack ? bucket : nil }

    /// Whether anything may keep a delivery back, so that more must be looked at than are to be claimed.
    package var mayHold: Bool {
        !pauses.isEmpty || !claim.targetLimits.isEmpty || (bucket.map { $0.tokens < Double(claim.limit) } ?? false)
    }

    /// Whether no further delivery need be shown.
    package var isFull: Bool { total >= claim.limit || looks >= Self.mostLooks }

    /// What becomes of `delivery`; they are shown oldest first.
    package mutating func screen(_ delivery: Delivery) -> Verdict {
        looks += 1
        if let pause = pauses.first(where: { $0.scope.covers(delivery.repair) }) {
            return .hold(pauseId: pause.id, reason: pause.waitReason)
        }
        if let most = claim.targetLimits[delivery.target], taken[delivery.target, default: 0] >= most {
            return .wait(reason: "\(delivery.target) does not answer; it is tried again from time to time")
        }
        // A repair costs one token, however often it must be sent, until a person sends it again.
        if delivery.recentTries == 0, bucket?.take() == false {
            return .wait(reason: "the retry budget is used up; it fills again by \(perMinute) a minute")
        }
        taken[delivery.target, default: 0] += 1
        total += 1
        return .take
    }

    private var perMinute: String { HumanUnits.number(claim.budget?.perMinute ?? 0) }
}
