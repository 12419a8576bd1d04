/// Rows as their places in one model's tables, two bytes a term: what is left of prediction is one look-up and one add a term.
///
/// It pays where the same rows are scored again and again, or come binned already.
public struct BinnedRows: Sendable {
    /// The number of rows.
    public let count: Int
    /// The places, term by term, features first.
    let places: [UInt16]
}
