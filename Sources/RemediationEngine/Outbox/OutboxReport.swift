package import Remediation

/// What the outbox has done, or could not do, for whoever writes the log.
package enum OutboxReport: Sendable {
    /// The scheduler took the delivery.
    case sent(Delivery, receipt: String)
    /// The try failed; the next one comes not before `at`.
    case failed(Delivery, error: String, at: Timestamp)
    /// It was not sent after all: what was answered since the claim holds it.
    case held(Delivery, reason: String)
    /// The delivery was given up.
    case dead(Delivery, error: String)
    /// The store did not take down how the try ended, whether the scheduler was asked or something held the delivery before that: it will be
    /// tried again under its key.
    case notStored(Delivery, error: RemediationError)
    /// The clock went back; so many deliveries wait their own time from now on.
    case clockWentBack(Int)
    /// The store did not answer.
    case fault(RemediationError)

    /// The report of how a try of `delivery` ended.
    init(_ delivery: Delivery, _ result: DeliveryResult) {
        switch result {
        case .delivered(let receipt): self = .sent(delivery, receipt: receipt)
        case .retry(let at, let error): self = .failed(delivery, error: error, at: at)
        case .held(_, let reason): self = .held(delivery, reason: reason)
        case .dead(let error): self = .dead(delivery, error: error)
        }
    }
}
