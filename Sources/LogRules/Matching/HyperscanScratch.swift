internal import CHyperscan

/// The working memory of one thread's scans of one database.
final class HyperscanScratch {
    let pointer: OpaquePointer

    /// Scratch for `database`.
    ///
    /// - Throws: `RuleError` when there is no memory.
    init(for database: HyperscanDatabase) throws(RuleError) {
        var scratch: OpaquePointer?
        guard hs_alloc_scratch(database.pointer, &scratch) == HS_SUCCESS, let scratch else {
            throw RuleError(.internalFault, "no memory for matching")
        }
        pointer = scratch
    }

    deinit { hs_free_scratch(pointer) }
}
