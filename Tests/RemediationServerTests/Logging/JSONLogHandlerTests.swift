import Foundation
import Logging
import Remediation
import RemediationTesting
import Synchronization
import Testing

@testable import RemediationServer

@Suite struct JSONLogHandlerTests {
    @Test func writesOneObjectALine() throws {
        let sink = LineSink()
        var logger = Logger(label: "x") { JSONLogHandler(label: $0, level: .info, clock: ManualClock(), write: sink.write) }
        logger[metadataKey: "requestId"] = "r1"
        logger.info("two\nlines \"quoted\"", metadata: ["count": .stringConvertible(3), "list": ["a"], "level": "forged"])
        logger.debug("not written")
        let written = sink.lines
        #expect(written.count == 1)
        let line = try #require(written.first)
        #expect(line.hasSuffix("\n"))
        #expect(line.dropLast().contains("\n") == false)
        let object = try JSONDecoder().decode(JSONValue.self, from: Data(line.utf8))
        #expect(object["message"]?.string == "two\nlines \"quoted\"")
        #expect(object["level"]?.string == "info")
        #expect(object["requestId"]?.string == "r1")
        #expect(object["count"]?.number == 3)
        #expect(object["time"]?.string == ManualClock().now().formatted)
    }
}

/// Keeps lines.
final class LineSink: Sendable {
    private let kept = Mutex<[String]>([])
    var lines: [String] { kept.withLock { $0 } }

    @Sendable func write(_ line: String) { kept.withLock { $0.append(line) } }
}
