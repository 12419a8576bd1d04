import Remediation
import Testing

@testable import SQLStore

@Suite struct PostgresAddressTests {
    /// What an error offers to be copied leads to the same database as the same user, without the password.
    @Test(arguments: [
        "postgres://ada:secret@db.example:5433/mulligan", "postgres://db.example/mulligan", "postgresql://ada@/mulligan",
        "postgres://a%40b:s%2Fe@%2Fvar%2Frun%2Fpostgresql:5433/my%20jobs", "postgres://ada@[::1]:5432/mulligan", "postgres://",
        "postgres://a,b:5433/mulligan", "postgres://ada:secret@/?service=prod", "postgres://ada@[fe80::1%25eth0]/mulligan",
        "postgres://ada@db.example/mulligan?sslmode=verify-full&sslrootcert=/etc/ca.pem&sslpassword=secret",
    ])
    func theURLLeadsThereAgain(_ text: String) throws {
        let address = try PostgresAddress(text)
        let again = try PostgresAddress(address.url)
        let expected = address.parameters.filter { !["password", "sslpassword"].contains($0.key) }
        #expect(again.parameters == expected, "\(address.url)")
        #expect(!address.url.contains("secret") && !address.url.contains("s%2Fe"))
    }
}
