package import Remediation

/// One check of what `RemediationStore` promises; every adapter passes them all.
///
/// A test target runs them with Swift Testing's parameters:
///
///     @Test(arguments: RemediationStoreConformance.all)
///     func conforms(_ check: RemediationStoreConformance) async throws {
///         try await check.run { { try openStore(at: path) } }
///     }
package struct RemediationStoreConformance: Sendable, CustomStringConvertible {
    /// Opens a store on one database; each call gives another store on the same data.
    package typealias Opener = @Sendable () async throws -> any RemediationStore

    /// What the check shows, in words.
    package let name: String
    /// Whether the check opens a second store on the same database.
    package let opensAgain: Bool
    private let body: @Sendable (StoreUnderTest) async throws -> Void

    init(_ name: String, opensAgain: Bool = false, _ body: @escaping @Sendable (StoreUnderTest) async throws -> Void) {
        self.name = name
        self.opensAgain = opensAgain
        self.body = body
    }

    package var description: String { name }

    /// Every check.
    package static let all: [RemediationStoreConformance] =
        accepting + deciding + listing + changing + delivering + holding + auditing + incidents + clock + attempting + spending
        + concurrency
        + fuzzing

    /// Runs the check on a database that holds nothing yet.
    ///
    /// - Throws: `ConformanceFailure` that says what differs, or the store's own error.
    package func run(onFresh makeDatabase: () async throws -> Opener) async throws {
        let open = try await makeDatabase()
        let store = try await open()
        do {
            try await body(StoreUnderTest(store: store, open: open))
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }
}

/// What a check works on.
struct StoreUnderTest: Sendable {
    /// A store on an empty database.
    let store: any RemediationStore
    /// Opens another store on the same database.
    let open: RemediationStoreConformance.Opener
}

/// A promise that a store did not keep.
package struct ConformanceFailure: Error, CustomStringConvertible {
    package let description: String
}

/// Fails the check when `condition` is false.
func require(_ condition: Bool, _ message: @autoclosure () -> String, line: Int = #line, file: String = #fileID) throws {
    guard condition else { throw ConformanceFailure(description: "\(message()) (\(file):\(line))") }
}

/// Fails the check when the two differ.
func requireEqual<Value: Equatable>(_ actual: Value, _ expected: Value, _ what: String, line: Int = #line, file: String = #fileID) throws {
    guard actual == expected else {
        let text = "\(what): got \(String(describing: actual).prefix(600)), expected \(String(describing: expected).prefix(600))"
        throw ConformanceFailure(description: "\(text) (\(file):\(line))")
    }
}

/// Fails the check unless `body` throws an error of `code`.
@discardableResult
func requireError(
    _ code: RemediationError.Code,
    _ what: String,
    line: Int = #line,
    file: String = #fileID,
    _ body: () async throws(RemediationError) -> some Sendable
) async throws -> RemediationError {
    do {
        _ = try await body()
    } catch {
        try requireEqual(error.code, code, "\(what): the code of \"\(error)\"", line: line, file: file)
        return error
    }
    throw ConformanceFailure(description: "\(what): no error, expected \(code) (\(file):\(line))")
}
