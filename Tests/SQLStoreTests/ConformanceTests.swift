import Remediation
import RemediationTesting
import SQLStore
import Testing

@Suite struct ConformanceTests {
    @Test(arguments: RemediationStoreConformance.all)
    func sqliteKeepsThePromise(_ promise: RemediationStoreConformance) async throws {
        let directory = try TemporaryDirectory()
        try await promise.run { { try SQLiteStore(path: directory.file()) } }
    }

    /// The reference that the fuzz compares with keeps them too, but for those about files.
    @Test(arguments: RemediationStoreConformance.all.filter { !$0.opensAgain })
    func referenceKeepsThePromise(_ promise: RemediationStoreConformance) async throws {
        let store = ReferenceStore()
        try await promise.run { { store } }
    }
}
