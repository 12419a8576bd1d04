import Foundation
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

    @Test(arguments: [
        ("2026-11-21T08:45:00+01:00", "2026-11-21T07:45:00.000Z"), ("2026-11-10T01:23:33-22:29", "2026-11-10T23:52:33.000Z"),
        ("1064-11-10T01:23:33Z", "1064-11-10T01:23:33.000Z"), ("2024-02-29t23:59:60z", "2024-03-01T00:00:00.000Z"),
        ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z"), ("2026-11-21 08:45:00.12345Z", "2026-11-21T08:45:00.123Z"),
        ("1969-12-31T23:59:59.9996Z", "1970-01-01T00:00:00.000Z"), ("2026-11-21T08:45:00.5-00:30", "2026-11-21T09:15:00.500Z"),
    ])
    func readsEveryOffsetAndYear(text: String, same: String) {
        #expect(Timestamp(parsing: text)?.formatted == same)
    }

    @Test(arguments: [
        "", "2026-11-21", "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
        "2026-11-31T00:00:00Z", "2026-11-21T24:00:00Z", "2026-11-21T08:60:00Z", "2026-11-21T08:45:61Z", "2026-11-21T08:45:00",
        "2026-11-21T08:45:00.Z", "2026-11-21T08:45:00+24:00", "2026-11-21T08:45:00+0100", "2026-11-21T08:45:00Z ", "+026-11-21T08:45:00Z",
        "２026-11-21T08:45:00Z", "12026-11-21T08:45:00Z",
    ])
    func refusesWhatIsNoDate(text: String) {
        #expect(Timestamp(parsing: text) == nil)
    }

    /// Where Foundation's calendar is Gregorian, its dates are ours.
    @Test func agreesWithFoundation() throws {
        var random = SplitMix64(seed: 20_261_121)
        for _ in 0..<2_000 {
            let moment = Timestamp(milliseconds: Int64.random(in: -11_676_096_000_000...253_402_300_799_999, using: &random))
            #expect(Timestamp(parsing: moment.formatted) == moment)
            let whole = Date(timeIntervalSince1970: (moment.seconds).rounded(.down))
            #expect(moment.formatted.prefix(19) == whole.formatted(.iso8601).prefix(19))
        }
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

    @Test func identifiersOfOneMillisecondAreInOrder() {
        let generator = IdentifierGenerator(clock: ManualClock())
        let identifiers = (0..<1_000).map { _ in generator.next() }
        #expect(identifiers == identifiers.sorted())
        #expect(Set(identifiers).count == 1_000)
        #expect(Set(identifiers.map { $0.prefix(20) }).count == 1, "one after the other")
    }
}
