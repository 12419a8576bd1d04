/// How one try of a delivery went.
package enum DeliveryResult: Hashable, Sendable {
    /// The scheduler took it; `receipt` says what was done. The recommendation becomes `applied`.
    case delivered(receipt: String)
    /// Try again at `at`.
    case retry(at: Timestamp, error: String)
    /// It was not sent after all, and `reason` says what it waits for: no try, and due again at `at`.
    case held(at: Timestamp, reason: String)
    /// No further try; the recommendation becomes `apply_failed`.
    case dead(error: String)
}
