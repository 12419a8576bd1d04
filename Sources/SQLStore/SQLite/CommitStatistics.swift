/// How many writes shared how many transactions.
package struct CommitStatistics: Hashable, Sendable {
    /// Transactions committed.
    package var transactions = 0
    /// Writes in them.
    package var writes = 0
    /// Transactions that lost against another and were run again.
    package var conflicts = 0
}
