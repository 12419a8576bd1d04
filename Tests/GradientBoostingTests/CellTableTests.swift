import Testing

@testable import GradientBoosting

/// Look-ups by cell against counting the thresholds below.
@Suite struct CellTableTests {
    private func check(_ thresholds: [Double], _ steps: [Double], _ values: [Double], sourceLocation: SourceLocation = #_sourceLocation)
        throws
    {
        let store = FlatStore()
        let table = try #require(
            CellTable(thresholds: thresholds, steps: steps, missing: -7, in: store),
            sourceLocation: sourceLocation
        )
        for value in values {
            let expected = value.isNaN ? -7 : steps[thresholds.count { $0 < value }]
            #expect(table.value(value) == expected, "\(value)", sourceLocation: sourceLocation)
            let four = SIMD4(value, 0, -value, value)
            let cells = table.cells(four)
            for lane in 0..<4 {
                let expected = four[lane].isNaN ? -7 : steps[thresholds.count { $0 < four[lane] }]
                #expect(table.value(four[lane], in: cells[lane]) == expected, "\(four[lane])", sourceLocation: sourceLocation)
            }
        }
        withExtendedLifetime(store) {}
    }

    static let extremes: [Double] = [
        .nan, .signalingNaN, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 0, -0.0, .leastNonzeroMagnitude,
    ]

    @Test(arguments: 0..<20) func everyValueFindsItsStep(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let scale = [1e-9, 1, 3e7][Int(seed % 3)]
        var thresholds: [Double] = []
        var at = (generator.unit() - 0.5) * 10 * scale
        for _ in 0..<Int(1 + seed * 3) {
            thresholds.append(at)
            at += (0.05 + generator.unit()) * scale
        }
        let steps = (0...thresholds.count).map { _ in generator.unit() }
        let near = thresholds.flatMap { [$0, $0.nextUp, $0.nextDown] }
        let drawn = (0..<200).map { _ in (generator.unit() * 3 - 1) * (at - thresholds[0]) + thresholds[0] }
        try check(thresholds, steps, Self.extremes + near + drawn)
    }

    @Test func aFeatureWithoutThresholdsHasOneStep() throws { try check([], [2.5], Self.extremes + [1, -1, 1e300]) }

    @Test func thresholdsTooCloseForTheGridAreLeftToTheSearch() {
        let store = FlatStore()
        #expect(CellTable(thresholds: [0, 1e-9, 1], steps: [0, 1, 2, 3], missing: 0, in: store) == nil)
        #expect(CellTable(thresholds: [1e300, 1e300.nextUp], steps: [0, 1, 2], missing: 0, in: store) == nil)
        #expect(CellTable(thresholds: [-1e308, 1e308], steps: [0, 1, 2], missing: 0, in: store) == nil)
    }
}
