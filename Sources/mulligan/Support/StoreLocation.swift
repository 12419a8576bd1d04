import Remediation
internal import SQLStore

/// Where the store is, as `--store` says: `sqlite:PATH`.
struct StoreLocation: Hashable {
    /// The database file.
    let path: String

    /// The location as `--store` takes it.
    var text: String { "sqlite:\(path)" }

    /// Reads `sqlite:PATH`.
    ///
    /// - Throws: `RemediationError.invalidInput` for another kind of store.
    init(_ text: String) throws(RemediationError) {
        guard text.hasPrefix("sqlite:"), text.count > "sqlite:".count else {
            throw RemediationError(
                .invalidInput,
                "\"\(text)\" is not a store; write sqlite:PATH, for example sqlite:mulligan.sqlite",
                field: "--store"
            )
        }
        path = String(text.dropFirst("sqlite:".count))
    }

    /// Opens the store, which brings its schema up to date.
    ///
    /// - Throws: `RemediationError` that says why the file cannot be used.
    func open() throws(RemediationError) -> SQLiteStore {
        try SQLiteStore(path: path)
    }
}
