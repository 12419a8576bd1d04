import Remediation
import RemediationTesting
import SQLStore
import Testing

/// The same promises as SQLite's, on a real server.
@Suite(.enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed; make test-packages installs it"))
struct PostgresConformanceTests {
    @Test(arguments: RemediationStoreConformance.all)
    func postgresKeepsThePromise(_ promise: RemediationStoreConformance) async throws {
        let address = try PostgresAddress(try PostgresServer.shared.get().makeDatabase())
        try await promise.run { { try await PostgresStore.open(address) } }
    }

    @Test(arguments: AccessStoreConformance.all)
    func postgresKeepsThePromiseOfAccess(_ promise: AccessStoreConformance) async throws {
        let address = try PostgresAddress(try PostgresServer.shared.get().makeDatabase())
        try await promise.run { { try await PostgresStore.open(address) } }
    }
}
