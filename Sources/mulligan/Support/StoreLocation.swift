internal import Foundation
import Remediation
internal import SQLStore

/// Where the store is, as `--store` says: `sqlite:PATH` or `postgres://...`; its description never shows a password.
struct StoreLocation: Hashable, CustomStringConvertible {
    /// The kinds of stores.
    enum Place: Hashable {
        case sqlite(path: String)
        case postgres(PostgresAddress)
    }

    /// What is named.
    let place: Place

    /// Reads `sqlite:PATH` or `postgres://USER@HOST:PORT/DATABASE`.
    ///
    /// - Throws: `RemediationError.invalidInput` for another kind of store, without its text: it may hold a password.
    init(_ text: String, field: String = "--store") throws(RemediationError) {
        if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            do throws(RemediationError) {
                place = .postgres(try PostgresAddress(text))
            } catch {
                throw RemediationError(error.code, error.message, field: field)
            }
        } else if text.hasPrefix("sqlite:"), text.count > "sqlite:".count {
            place = .sqlite(path: String(text.dropFirst("sqlite:".count)))
        } else {
            let shown = text.contains("@") ? "the text" : "\"\(text)\""
            throw RemediationError(
                .invalidInput,
                "\(shown) is not a store; write sqlite:PATH, for example sqlite:mulligan.sqlite, or postgres://USER@HOST:PORT/DATABASE",
                field: field
            )
        }
    }

    /// The file, or the database's host, port and name.
    var description: String {
        switch place {
        case .sqlite(let path): path
        case .postgres(let address): address.description
        }
    }

    /// The location as `--store` takes it; a password is left out.
    var text: String {
        switch place {
        case .sqlite(let path): "sqlite:\(path)"
        case .postgres(let address): address.url
        }
    }

    /// A folder of this machine for files that go with the store.
    var scriptFolder: String {
        switch place {
        case .sqlite(let path): path + "-scripts"
        case .postgres: "mulligan-scripts"
        }
    }

    /// Opens the store of a service, where there is one.
    ///
    /// - Throws: `RemediationError` for a file that is not there: to make one would hide that another was meant.
    func openExisting() async throws(RemediationError) -> any RemediationStore & AccessStore {
        if case .sqlite(let path) = place, !FileManager.default.fileExists(atPath: path) {
            throw RemediationError(.notFound, "there is no file \(path); name the service's store", field: "--store")
        }
        return try await open()
    }

    /// Opens the store, which brings its schema up to date.
    ///
    /// - Throws: `RemediationError` that says why the store cannot be used.
    func open() async throws(RemediationError) -> any RemediationStore & AccessStore {
        switch place {
        case .sqlite(let path): try SQLiteStore(path: path)
        case .postgres(let address): try await PostgresStore.open(address)
        }
    }
}
