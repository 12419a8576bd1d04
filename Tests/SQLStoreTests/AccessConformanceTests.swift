import Remediation
import RemediationTesting
import SQLStore
import Testing

@Suite struct AccessConformanceTests {
    @Test(arguments: AccessStoreConformance.all)
    func sqliteKeepsThePromise(_ promise: AccessStoreConformance) async throws {
        let directory = try TemporaryDirectory()
        try await promise.run { { try SQLiteStore(path: directory.file()) } }
    }
}
