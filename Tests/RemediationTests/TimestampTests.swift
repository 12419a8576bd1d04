import Remediation
import RemediationTesting
import Testing

@Suite struct TimestampTests {
    @Test func formatsAndParsesRFC3339() throws {
        let moment = Timestamp(milliseconds: 1_795_250_700_123)
        #expect(moment.formatted == "2026-11-21T08:45:00.123Z")
        #expect(Timestamp(parsing: moment.formatted) == moment)
        #expect(Timestamp(parsing: "2026-11-21T08:45:00Z")?.milliseconds == 1_795_250_700_000)
        #expect(Timestamp(parsing: "yesterday") == nil)
    }

    @Test func identifiersSortByTime() {
        let clock = ManualClock()
        let generator = IdentifierGenerator(clock: clock, randomBits: { (.max, .max) })
        let first = generator.next()
        clock.advance(bySeconds: 0.001)
        let second = generator.next()
        #expect(first.count == 26)
        #expect(first < second)
    }
}
