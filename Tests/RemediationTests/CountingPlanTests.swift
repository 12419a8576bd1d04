import Remediation
import Testing

struct CountingPlanTests {
    private func plan(_ minute: Int64, counted: ClosedRange<Int64>?, isLastWhole: Bool = false) -> CountingPlan? {
        CountingPlan(
            through: minute,
            counted: counted.map { ($0.lowerBound, $0.upperBound) },
            latest: counted?.upperBound,
            earliest: 90,
            isLastWhole: isLastWhole
        )
    }

    @Test func theLastMinuteIsCountedOnceMoreUnlessItIsWhole() throws {
        #expect(plan(101, counted: 90...100)?.minutes == 100...101)
        #expect(plan(101, counted: 90...100, isLastWhole: true)?.minutes == 101...101)
        #expect(plan(100, counted: 90...100)?.minutes == 100...100)
        #expect(plan(100, counted: 90...100, isLastWhole: true) == nil)
        #expect(plan(101, counted: 90...100, isLastWhole: true)?.first == 90)
    }

    @Test func whatLiesBehindALeapIsCountedAsBefore() {
        for isLastWhole in [false, true] {
            #expect(plan(95, counted: 90...100, isLastWhole: isLastWhole)?.minutes == plan(95, counted: 90...100)?.minutes)
            #expect(plan(9_000, counted: 90...100, isLastWhole: isLastWhole)?.minutes == plan(9_000, counted: 90...100)?.minutes)
            #expect(plan(100, counted: nil, isLastWhole: isLastWhole)?.minutes == 90...100)
        }
    }
}
