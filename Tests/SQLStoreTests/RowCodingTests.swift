import Foundation
import Remediation
import Testing

@testable import SQLStore

/// Values of rows that are read without the decoder where they are plain.
@Suite struct RowCodingTests {
    private static let whole = #"{"job":"etl","requested":{"memoryBytes":1},"result":"failed"}"#

    @Test(arguments: [whole, #"{"job":"etl","requested":{"memoryBytes":1},"result":"failed","runSeconds":1e0,"ofALaterVersion":1}"#])
    func whatIsNotPlainIsReadToo(body: String) throws {
        let attempt = try RowCoding.decode(plainly: Attempt.self, from: Data(body.utf8), row: "attempt-7")
        #expect(attempt.job == "etl")
    }

    @Test(arguments: [Data(), Data(whole.utf8.dropLast()), Data(whole.utf8.map { $0 == UInt8(ascii: "e") ? 0xff : $0 })])
    func aDamagedBodyIsNamed(body: Data) {
        let error = #expect(throws: RemediationError.self) {
            _ = try RowCoding.decode(plainly: Attempt.self, from: body, row: "attempt-7")
        }
        #expect(error?.code == .corrupt)
        #expect(error?.message.contains("attempt-7") == true)
    }
}
