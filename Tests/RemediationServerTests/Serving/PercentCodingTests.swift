import Testing

@testable import RemediationServer

@Suite struct PercentCodingTests {
    @Test(arguments: ["", "etl", "a/b c", "ünï%", "100% <sure> & \"quoted\"", "\u{1F680}"])
    func roundTrips(text: String) {
        #expect(PercentCoding.decode(PercentCoding.encode(text)) == text)
    }

    @Test func encodesEverythingThatCouldEndASegment() {
        #expect(PercentCoding.encode("a/b?c#d e") == "a%2Fb%3Fc%23d%20e")
    }

    @Test(arguments: ["%", "%1", "%zz", "a%2", "%ff", "%c3%28"])
    func refusesMalformedEscapes(text: String) {
        #expect(PercentCoding.decode(text) == nil)
    }

    @Test func readsPlusAsASpaceInFormsAlone() {
        #expect(PercentCoding.decode("a+b", plusIsSpace: true) == "a b")
        #expect(PercentCoding.decode("a+b") == "a+b")
    }
}
