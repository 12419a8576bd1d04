import Remediation
import Testing

struct CountingPlanTests {
    private func minutes(
        _ minute: Int64,
        counted: ClosedRange<Int64>?,
        latest: Int64? = nil,
        isLastWhole: Bool
    ) -> ClosedRange<Int64>? {
        CountingPlan(
            through: minute,
            counted: counted.map { CountingPlan.Counted(first: $0.lowerBound, last: $0.upperBound, failures: 7) },
            latest: latest ?? counted?.upperBound,
            earliest: 90,
            received: isLastWhole ? 7 : 8
        )?.minutes
    }

    @Test func theLastMinuteIsCountedOnceMoreUnlessItIsWhole() {
        #expect(minutes(101, counted: 90...100, isLastWhole: false) == 100...101)
        #expect(minutes(101, counted: 90...100, isLastWhole: true) == 101...101)
        #expect(minutes(100, counted: 90...100, isLastWhole: false) == 100...100)
        #expect(minutes(100, counted: 90...100, isLastWhole: true) == nil)
    }

    @Test(arguments: [false, true]) func afterALeapOfTheClockCountingGoesOnBehindWhatHasCounts(_ isLastWhole: Bool) {
        #expect(minutes(95, counted: 90...100, latest: 94, isLastWhole: isLastWhole) == 94...95)
        #expect(minutes(9_000, counted: 90...100, isLastWhole: isLastWhole) == 100...9_000)
        #expect(minutes(100, counted: nil, isLastWhole: isLastWhole) == 90...100)
    }
}
