import Foundation
import Remediation
import Testing

@Suite struct FailureClassDocumentTests {
    @Test func theDocumentListsEveryClassWithItsRetryability() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("docs/failure-classes.md"), encoding: .utf8)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }
        #expect(rows.count == FailureClass.all.count)
        for failureClass in FailureClass.all {
            let exhausted = failureClass.exhausted.map { "`\($0.rawValue)`" } ?? "-"
            #expect(
                rows.contains("| `\(failureClass)` | \(failureClass.title) | `\(failureClass.retryability.rawValue)` | \(exhausted) |")
            )
        }
    }
}
