import ConfigurationSearch
import Testing

@Suite struct FleetAllocationTests {
    static func fleet(_ generator: inout SeededGenerator, jobs: Int, options: Int, coarse: Bool = false) -> [[FleetOption]] {
        (0..<jobs).map { _ in
            let need = generator.real(1...30)
            let worth = generator.real(1...10)
            return (0..<generator.int(0...options)).map { _ in
                let memory = coarse ? Double(generator.int(0...4)) : generator.real(0...40)
                let cores = Double(generator.int(0...8))
                let success = memory / (memory + need)
                let value = coarse ? Double(generator.int(-1...6)) : worth * success - 0.01 * cores
                return FleetOption(value: value, memory: memory, cores: cores, cost: 0.02 * memory + 0.05 * cores)
            }
        }
    }

    static func check(_ allocation: FleetAllocation, _ jobs: [[FleetOption]], _ capacity: FleetCapacity) {
        var total = FleetOption(value: 0)
        for (job, choice) in allocation.choices.enumerated() {
            guard let choice else { continue }
            let option = jobs[job][choice]
            total.value += option.value
            total.memory += option.memory
            total.cores += option.cores
            total.cost += option.cost
        }
        #expect(allocation.choices.count == jobs.count)
        #expect(total.memory <= capacity.memory && total.cores <= capacity.cores && total.cost <= capacity.cost)
        #expect(abs(total.value - allocation.value) <= 1e-9 * max(1, total.value))
        #expect(allocation.upperBound >= allocation.value)
    }

    /// The best value of any allocation, by trying all of them.
    static func best(_ jobs: [[FleetOption]], _ capacity: FleetCapacity) -> Double {
        func best(_ job: Int, _ memory: Double, _ cores: Double, _ cost: Double) -> Double {
            guard job < jobs.count else { return 0 }
            var most = best(job + 1, memory, cores, cost)
            for option in jobs[job] where option.memory <= memory && option.cores <= cores && option.cost <= cost {
                most = max(most, option.value + best(job + 1, memory - option.memory, cores - option.cores, cost - option.cost))
            }
            return most
        }
        return best(0, capacity.memory, capacity.cores, capacity.cost)
    }

    @Test func boundAndAllocationBracketTheBestOfSmallFleets() throws {
        var generator = SeededGenerator(21)
        var shares: [Double] = []
        for problem in 0..<1000 {
            let coarse = generator.flip()
            let jobs = Self.fleet(&generator, jobs: generator.int(0...6), options: 4, coarse: coarse)
            func limit(_ most: Double) -> Double {
                generator.flip(0.3)
                    ? .infinity : generator.flip(0.1) ? 0 : coarse ? generator.real(0...most).rounded() : generator.real(0...most)
            }
            let capacity = FleetCapacity(memory: limit(80), cores: limit(20), cost: limit(3))
            let allocation = try FleetAllocation(jobs: jobs, capacity: capacity)
            Self.check(allocation, jobs, capacity)
            let best = Self.best(jobs, capacity)
            #expect(allocation.value <= best + 1e-9, "problem \(problem)")
            #expect(allocation.upperBound >= best - 1e-9, "problem \(problem): bound \(allocation.upperBound) below \(best)")
            if best > 0 { shares.append(allocation.value / best) }
        }
        // What repair leaves behind on the hardest, smallest instances.
        #expect(shares.reduce(0, +) / Double(shares.count) > 0.97)
    }

    @Test(arguments: [1, 2, 3])
    func largeFleetsComeCloseToTheirBound(_ limits: Int) throws {
        var generator = SeededGenerator(22)
        let jobs = Self.fleet(&generator, jobs: 4000, options: 12)
        let capacity = FleetCapacity(
            memory: 30_000,
            cores: limits > 1 ? 6000 : .infinity,
            cost: limits > 2 ? 800 : .infinity
        )
        let allocation = try FleetAllocation(jobs: jobs, capacity: capacity)
        Self.check(allocation, jobs, capacity)
        #expect(allocation.relativeGap < 0.002, "\(allocation.relativeGap)")
        #expect(allocation.value > 0)
        #expect(allocation.prices.memory > 0 || allocation.prices.cores > 0 || allocation.prices.cost > 0)
        #expect(try FleetAllocation(jobs: jobs, capacity: capacity) == allocation)
    }

    @Test func anUnlimitedFleetTakesTheBestOfEach() throws {
        let jobs = [[FleetOption(value: 1), FleetOption(value: 3, memory: 9)], [], [FleetOption(value: -1)]]
        let allocation = try FleetAllocation(jobs: jobs, capacity: FleetCapacity())
        #expect(allocation.choices == [1, nil, nil])
        #expect(allocation.gap < 1e-9)
        #expect(allocation.prices == FleetCapacity(memory: 0, cores: 0, cost: 0))
        let empty = try FleetAllocation(jobs: [], capacity: FleetCapacity(memory: 0))
        #expect(empty.choices.isEmpty && empty.gap == 0)
    }

    @Test func badInputIsRefused() {
        #expect(throws: SearchError.self) { try FleetAllocation(jobs: [], capacity: FleetCapacity(memory: -1)) }
        #expect(throws: SearchError.self) { try FleetAllocation(jobs: [], capacity: FleetCapacity(cost: .nan)) }
        let error = #expect(throws: SearchError.self) {
            try FleetAllocation(jobs: [[], [FleetOption(value: 1, memory: .nan)]], capacity: FleetCapacity())
        }
        #expect(error?.message.contains("job 1, option 0") == true)
    }
}
