internal import FoundationEssentials
internal import Remediation

/// A delivery as its columns say it.
struct DeliveryRow: Sendable {
    var id: String
    var target: String
    var repair: Data
    var state: String
    var tries: Int
    var triesBefore: Int
    var dueAt: Int64
    var lastError: String?
    var receipt: String?
    var waitsFor: String?

    /// The delivery that the columns hold.
    func delivery() throws(RemediationError) -> Delivery {
        guard let state = Delivery.State(rawValue: state) else {
            throw RemediationError(.corrupt, "the delivery \(id) has the unknown state \"\(state)\"; start the Mulligan that wrote it")
        }
        return Delivery(
            id: id,
            target: target,
            repair: try RowCoding.decode(Repair.self, from: repair, row: id),
            state: state,
            tries: tries,
            triesBefore: triesBefore,
            dueAt: Timestamp(milliseconds: dueAt),
            lastError: lastError,
            receipt: receipt,
            waitsFor: waitsFor
        )
    }
}
