import Remediation
import Testing

@Suite struct HumanUnitsTests {
    @Test func bytesSecondsAndMoneyReadWell() {
        #expect(HumanUnits.bytes(0) == "0 B")
        #expect(HumanUnits.bytes(314_572_800) == "300 MiB")
        #expect(HumanUnits.bytes(1_610_612_736) == "1.5 GiB")
        #expect(HumanUnits.seconds(45) == "45 s")
        #expect(HumanUnits.seconds(3_600) == "60 min")
        #expect(HumanUnits.seconds(7_200) == "2 h")
        #expect(HumanUnits.dollars(12.3) == "$12.30")
        #expect(HumanUnits.dollars(0.0042) == "$0.0042")
        #expect(HumanUnits.dollars(0) == "$0")
        #expect(HumanUnits.number(-1.25) == "-1.25")
        #expect(HumanUnits.number(.nan) == "?")
    }

    @Test func sizesAndDurationsAreRead() {
        #expect(HumanUnits.parseBytes("64GiB") == 64 << 30)
        #expect(HumanUnits.parseBytes("1.5 GB") == 1_500_000_000)
        #expect(HumanUnits.parseBytes("300M") == 300 << 20)
        #expect(HumanUnits.parseBytes("1024") == 1_024)
        #expect(HumanUnits.parseSeconds("24h") == 86_400)
        for text in ["", "GiB", "-1G", "1X", "0", "1e99T", "9999999999T"] { #expect(HumanUnits.parseBytes(text) == nil) }
        #expect(HumanUnits.parseSeconds("soon") == nil)
    }

    @Test func whatIsPrintedIsReadBack() {
        for exponent in 0...53 {
            let count = Int64(1) << Int64(exponent)
            #expect(HumanUnits.parseBytes(HumanUnits.bytes(count)) == count)
        }
    }
}
