import ConfigurationSearch
import Testing

@Suite struct SearchSpaceTests {
    @Test func movementsKeepTheRightValues() throws {
        let knob = try Knob(name: "memory", values: [1, 2, 4, 8])
        func values(_ movement: SearchAxis.Movement, _ current: Double?) throws -> [Double] {
            try SearchAxis(knob: knob, current: current, movement: movement).values
        }
        #expect(try values(.free, 3) == [1, 2, 3, 4, 8])
        #expect(try values(.grows, 3) == [3, 4, 8])
        #expect(try values(.growsStrictly, 4) == [8])
        #expect(try values(.shrinks, 3) == [1, 2, 3])
        #expect(try values(.fixed, 3) == [3])
        #expect(try values(.grows, nil) == [1, 2, 4, 8])
        #expect(try SearchAxis(knob: knob, current: 2, movement: .grows, limits: 0...4).values == [2, 4])
    }

    @Test func aKnobWithoutRoomSaysSo() throws {
        let knob = try Knob(name: "memory", values: [1_073_741_824, 2_147_483_648], unit: .bytes)
        let error = #expect(throws: SearchError.self) {
            try SearchAxis(knob: knob, current: 2_147_483_648, movement: .growsStrictly)
        }
        #expect(error?.code == .emptyAxis)
        #expect(error?.message.contains("memory, now 2 GB,") == true)
    }

    @Test(arguments: [[], [2, 1], [1, 1], [.nan], [1, .infinity]])
    func badLatticesAreRefused(_ values: [Double]) {
        #expect(throws: SearchError.self) { try Knob(name: "memory", values: values) }
    }

    @Test func sizesAndTablesAreChecked() throws {
        let axis = try SearchAxis(knob: Knob(name: "memory", values: [1, 2]))
        #expect(throws: SearchError.self) { try SearchSpace(axes: []) }
        #expect(throws: SearchError.self) { try SearchSpace(axes: [SearchAxis](repeating: axis, count: 9)) }
        #expect(throws: SearchError.self) { try SearchSpace(axes: [axis], excluded: [[1, 2]]) }
        let space = try SearchSpace(axes: [axis, axis])
        let table = StepTable(pointwise: [0, 1])
        #expect(throws: SearchError.self) { try AdditiveScore(over: space, terms: [table]) }
        #expect(throws: SearchError.self) { try AdditiveScore(over: space, terms: [table, StepTable(pointwise: [1])]) }
        #expect(throws: SearchError.self) { try AdditiveScore(over: space, terms: [table, StepTable(pointwise: [0, .nan])]) }
        #expect(throws: SearchError.self) { try StepTable(thresholds: [1], values: [1], lattice: [1, 2]) }
        #expect(throws: SearchError.self) {
            try PairTable(first: 0, second: 0, firstStarts: [0], secondStarts: [0], values: [1])
        }
    }

    @Test func thresholdsFallOnTheStatedSide() throws {
        let lattice = [1.0, 2, 3, 4]
        let left = try StepTable(thresholds: [2, 2.5, 9], values: [10, 20, 30, 40], lattice: lattice)
        #expect((0..<4).map(left.value(at:)) == [10, 10, 30, 30])
        let right = try StepTable(thresholds: [2], values: [10, 20], lattice: lattice, thresholdBelongsLeft: false)
        #expect((0..<4).map(right.value(at:)) == [10, 20, 20, 20])
    }
}
