/// How many writes shared how many transactions.
package struct CommitStatistics: Hashable, Sendable {
    /// Transactions committed.
    package var transactions = 0
    /// Writes in them.
    package var writes = 0
}
