import Foundation
import Logging
import Remediation
import RemediationTesting
import Testing

@testable import RemediationServer

@Suite struct RefusalLogTests {
    private static func refusal(_ status: Int) -> RefusalLog.Refusal {
        RefusalLog.Refusal(method: "GET", path: "/v1/x", status: status, code: "c", reason: "r", peer: "10.0.0.1")
    }

    @Test func aFloodIsCountedAndDoesNotHideOthers() throws {
        let clock = ManualClock()
        let sink = LineSink()
        let log = RefusalLog(clock: clock)
        var logger = Logger(label: "x") { JSONLogHandler(label: $0, clock: clock, write: sink.write) }
        logger[metadataKey: "requestId"] = "r1"
        for _ in 0..<1_000 { log.note(Self.refusal(401), by: logger) }
        #expect(sink.lines.count == 60)
        log.note(Self.refusal(403), by: logger)
        #expect(sink.lines.count == 61)
        clock.advance(bySeconds: 2)
        for _ in 0..<10 { log.note(Self.refusal(401), by: logger) }
        #expect(sink.lines.count == 63)
        let lines = try sink.lines.map { try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8)) }
        #expect(lines.map { $0["leftOut"]?.number } == Array(repeating: nil, count: 61) + [940, nil])
        #expect(lines.allSatisfy { $0["requestId"]?.string == "r1" && $0["peer"]?.string == "10.0.0.1" && $0["level"]?.string == "notice" })
    }

    @Test(arguments: [400, 404, 409, 413, 500, 503])
    func otherAnswersAreNoRefusals(status: Int) {
        let sink = LineSink()
        let logger = Logger(label: "x") { JSONLogHandler(label: $0, write: sink.write) }
        RefusalLog(clock: ManualClock()).note(Self.refusal(status), by: logger)
        #expect(sink.lines.isEmpty)
    }
}
