import Remediation
import RetryForecast
import Testing

@testable import RemediationEngine

@Suite("Price files")
struct PriceListTests {
    private static let text = """
        gigabyte-hour: 0.005
        core-hour: 0.04
        machines:
          spot: {discount: 0.6}
          large: {gigabyte-hour: 0.01, core-hour: 0.02}
        periods:
          - {from: "22:00", to: "06:00", days: [fri], discount: 0.5}
          - {machine: large, since: "2026-12-01T00:00:00Z", until: "2027-01-01T00:00:00Z", core-hour: 0.03}
        """

    private func moment(_ text: String) throws -> Timestamp { try #require(Timestamp(parsing: text)) }

    @Test("machine types and periods change what they name and leave the rest")
    func book() throws {
        let list = try PriceList(yaml: Self.text)
        // 2026-11-18 is a Wednesday.
        let plain = list.book(machine: nil, at: try moment("2026-11-18T12:00:00Z"))
        #expect(plain == PriceBook(gigabyteHour: 0.005, coreHour: 0.04))
        #expect(list.book(machine: "spot", at: try moment("2026-11-18T12:00:00Z")).discount == 0.6)
        #expect(list.book(machine: "unheard", at: try moment("2026-11-18T12:00:00Z")) == plain)
        let large = list.book(machine: "large", at: try moment("2026-12-16T12:00:00Z"))
        #expect(large.gigabyteHour == 0.01 && large.coreHour == 0.03)
        #expect(list.book(machine: "large", at: try moment("2027-01-01T00:00:00Z")).coreHour == 0.02)
    }

    @Test(
        "a period over midnight begins on its day and ends on the next",
        arguments: [
            ("2026-11-20T21:59:59Z", 0.0), ("2026-11-20T22:00:00Z", 0.5), ("2026-11-21T05:59:00Z", 0.5), ("2026-11-21T06:00:00Z", 0.0),
            ("2026-11-20T05:00:00Z", 0.0), ("2026-11-21T23:00:00Z", 0.0), ("1969-12-26T23:00:00Z", 0.5),
        ]
    )
    func overMidnight(text: String, discount: Double) throws {
        #expect(try PriceList(yaml: Self.text).book(machine: nil, at: try moment(text)).discount == discount)
    }

    @Test(
        "what is wrong is named",
        arguments: [
            ("gigabyte-hours: 1", "gigabyte-hours"), ("discount: 1", "discount"), ("core-hour: -1", "core-hour"),
            ("periods: [{from: \"25:00\"}]", "from"), ("periods: [{days: [noday]}]", "days"), ("periods: [{since: soon}]", "since"),
            ("machines: {a: {price: 1}}", "price"),
        ]
    )
    func refusals(yaml: String, field: String) {
        #expect {
            _ = try PriceList(yaml: yaml)
        } throws: { error in
            (error as? RemediationError)?.description.contains(field) == true
        }
    }

    @Test("advice costs what its machine costs now")
    func advice() throws {
        struct Clock: WallClock {
            let moment: Timestamp
            func now() -> Timestamp { moment }
        }
        let model = try #require(AdvisorTests.model)
        func cost(_ machine: String?, _ text: String) throws -> Double {
            let advisor = Advisor(model: model, priceList: try PriceList(yaml: Self.text), clock: Clock(moment: try moment(text)))
            let labels = machine.map { [PriceList.machineLabel: $0] } ?? [:]
            let request = AdviceRequest(job: "j", labels: labels, requested: Resources(memoryBytes: 4_000_000_000))
            let rung = try #require(advisor.advise(request, history: HistoryBook()).ladder.first)
            return rung.expectedCostUSD / rung.expectedSeconds! / Double(rung.resources.memoryBytes)
        }
        let plain = try cost(nil, "2026-11-18T12:00:00Z")
        #expect(try cost(nil, "2026-11-20T23:00:00Z") < plain * 0.7)
        #expect(try cost("spot", "2026-11-18T12:00:00Z") < plain * 0.6)
    }
}
