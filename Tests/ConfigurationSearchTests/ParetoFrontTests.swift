import ConfigurationSearch
import Testing

@Suite struct ParetoFrontTests {
    @Test(arguments: [ParetoObjectives.failureAndCost, .failureCostAndTime])
    func breakpointsEqualBruteForceOnTenThousandProblems(_ objectives: ParetoObjectives) throws {
        var generator = SeededGenerator(objectives == .failureAndCost ? 1 : 2)
        var sizes = 0
        for problem in 0..<10_000 {
            let random = try RandomProblem(&generator, maximumValues: 7)
            let points = random.everyPoint()
            let expected = bruteForceFront(points, objectives)
            let front = ParetoFront(of: random.objective, over: random.space, objectives: objectives, enumeratingUpTo: 0)
            let found = front.candidates.map { vector($0, objectives) }
            guard Set(found) == expected, found.count == expected.count else {
                Issue.record("problem \(problem): \(found.count) found, \(expected.count) expected")
                return
            }
            // Every member is a real point with exactly the stated expectations, and the front is sorted by cost and by success.
            let known = Set(points)
            #expect(front.candidates.allSatisfy(known.contains), "problem \(problem)")
            #expect(zip(front.candidates, front.candidates.dropFirst()).allSatisfy { $0.expectedCost <= $1.expectedCost })
            if objectives == .failureAndCost {
                #expect(zip(front.candidates, front.candidates.dropFirst()).allSatisfy { $0.successProbability < $1.successProbability })
            }
            sizes += found.count
        }
        #expect(sizes > 20_000)
    }

    @Test(arguments: [ParetoObjectives.failureAndCost, .failureCostAndTime])
    func denseAndListedFrontsEqualBreakpoints(_ objectives: ParetoObjectives) throws {
        var generator = SeededGenerator(3)
        for problem in 0..<300 {
            let random = try RandomProblem(&generator, maximumValues: problem % 3 == 0 ? 24 : 9)
            let byBreakpoints = ParetoFront(of: random.objective, over: random.space, objectives: objectives, enumeratingUpTo: 0)
            var position = 0
            let points = random.everyPoint()
            let dense = ParetoFront(over: random.space, objectives: objectives) { _ in
                defer { position += 1 }
                return points[position].assessment
            }
            let listed = ParetoFront(of: points, objectives: objectives, space: random.space)
            let expected = byBreakpoints.candidates.map { vector($0, objectives) }
            #expect(dense.candidates.map { vector($0, objectives) } == expected)
            #expect(listed.candidates == dense.candidates)
            #expect(dense.evaluations == points.count)
            let small = ParetoFront(of: random.objective, over: random.space, objectives: objectives, enumeratingUpTo: points.count)
            #expect(small.candidates == dense.candidates)
        }
    }

    @Test func everyDominatedPointHasADominatorThatExplainsIt() throws {
        var generator = SeededGenerator(4)
        for _ in 0..<300 {
            let random = try RandomProblem(&generator)
            let front = ParetoFront(of: random.objective, over: random.space)
            let members = Set(front.candidates.map { vector($0, .failureAndCost) })
            for point in random.everyPoint() {
                let explanation = front.explain(point)
                #expect((explanation == nil) == members.contains(vector(point, .failureAndCost)))
                if let explanation {
                    #expect(explanation.dominator.assessment.dominates(point.assessment, objectives: .failureAndCost))
                }
            }
        }
    }

    @Test func onlyTheBreakpointsOfALargeLatticeAreVisited() throws {
        let space = try SearchSpace(axes: [SearchAxis(knob: Knob(name: "memory", values: (1...1_000_000).map(Double.init)))])
        let thresholds = [1000.0, 20_000, 300_000]
        let success = try AdditiveScore(
            over: space,
            terms: [StepTable(thresholds: thresholds, values: [-2, 0, 1, 3], lattice: space.axes[0].values)],
            link: .logistic
        )
        let front = ParetoFront(
            of: AdditiveObjective(
                success: success,
                runSeconds: AdditiveScore(constant: 100, over: space),
                failureSeconds: AdditiveScore(constant: 100, over: space),
                rate: { $0[0] }
            ),
            over: space
        )
        #expect(front.candidates.map(\.values) == [[1], [1001], [20_001], [300_001]])
        #expect(front.evaluations <= 7)
    }

    @Test func aKnobThatDoesNotPayStaysWhereItIs() throws {
        let memory = try SearchAxis(knob: Knob(name: "memory", values: [1, 2, 4]), current: 2, movement: .grows)
        let threads = try SearchAxis(knob: Knob(name: "threads", values: [1, 2, 4, 8]), current: 4)
        let space = try SearchSpace(axes: [memory, threads], excluded: [[2, 4]])
        let success = try AdditiveScore(
            over: space,
            terms: [StepTable(pointwise: [0, 2]), StepTable(pointwise: [0, 0, 0, 0])],
            link: .logistic
        )
        let hour = AdditiveScore(constant: 3600, over: space)
        let front = ParetoFront(
            of: AdditiveObjective(success: success, runSeconds: hour, failureSeconds: hour, rate: { $0[0] }),
            over: space
        )
        // The failed point is not proposed again; the dearer one moves memory alone.
        #expect(front.candidates.map(\.values) == [[2, 1], [4, 4]])
    }

    @Test func selectionByWeightsConstraintAndPosition() throws {
        func candidate(_ success: Double, _ cost: Double) -> Candidate {
            Candidate(values: [cost], successProbability: success, expectedCost: cost, expectedSeconds: 0)
        }
        let space = try SearchSpace(axes: [SearchAxis(knob: Knob(name: "memory", values: [1], unit: .bytes))])
        let front = ParetoFront(
            of: [candidate(0.9, 2), candidate(0.2, 1), candidate(0.9, 3.6), candidate(0.95, 9), candidate(0.1, 1.5)],
            space: space
        )
        #expect(front.candidates.map(\.expectedCost) == [1, 2, 9])
        #expect(front.select(.cheapest(successAtLeast: 0.85))?.expectedCost == 2)
        #expect(front.select(.cheapest(successAtLeast: 0.99)) == nil)
        #expect(front.select(.mostLikely(costAtMost: 8))?.expectedCost == 2)
        #expect(front.select(.mostLikely(costAtMost: 0.5)) == nil)
        #expect(front.select(.weights(failure: 1000))?.expectedCost == 9)
        #expect(front.select(.weights(failure: 0.1))?.expectedCost == 1)
        #expect(front.select(.knee)?.expectedCost == 2)
        #expect(front.select(.pointOnFront(0))?.expectedCost == 1)
        #expect(front.select(.pointOnFront(1))?.expectedCost == 9)
        #expect(front.select(.pointOnFront(.nan)) == nil)
        let wasteful = Candidate(values: [16 * 1_073_741_824], successProbability: 0.9, expectedCost: 3.6, expectedSeconds: 0)
        #expect(front.explain(wasteful)?.message.hasPrefix("16 GB: same odds, 1.8x the price") == true)
        #expect(ParetoFront(of: []).select(.knee) == nil)
    }

    @Test func numbersThatAreNotComparableAreLeftOut() {
        let bad = [
            Candidate(values: [1], successProbability: .nan, expectedCost: 1, expectedSeconds: 1),
            Candidate(values: [2], successProbability: 1, expectedCost: .infinity, expectedSeconds: 1),
            Candidate(values: [3], successProbability: 1, expectedCost: .nan, expectedSeconds: 1),
            Candidate(values: [4], successProbability: 0.5, expectedCost: 1, expectedSeconds: 1),
        ]
        #expect(ParetoFront(of: bad).candidates.map(\.values) == [[4]])
    }

    @Test("a sample holds the extremes and what is kept, and leaves no large gap")
    func sample() {
        let candidates = (0...1_000).map { step in
            Candidate(
                values: [Double(step)],
                successProbability: Double(step) / 1_000,
                expectedCost: 1 + Double(step),
                expectedSeconds: 10
            )
        }
        let front = ParetoFront(of: candidates)
        #expect(front.candidates.count == 1_001)
        let sample = front.sample(most: 20) { $0.values == [333] }
        #expect(sample.count == 20)
        #expect(sample.first?.values == [0] && sample.last?.values == [1_000] && sample.contains { $0.values == [333] })
        let gaps = zip(sample, sample.dropFirst()).map { $1.successProbability - $0.successProbability }
        #expect((gaps.max() ?? 1) < 0.2)
        #expect(front.sample(most: 2_000).count == 1_001)
    }
}
