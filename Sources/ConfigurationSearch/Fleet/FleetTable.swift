internal import Dispatch

/// The options of all jobs in one array, as (value, memory, cores, cost), and the Lagrangian over them.
struct FleetTable {
    /// What all jobs choose at given prices.
    struct Relaxed {
        /// Sum over jobs of the best value less the price of what it holds.
        var reducedValue = 0.0
        /// Value and use of the chosen options.
        var totals = SIMD4<Double>.zero
    }

    /// The jobs of one chunk are summed on their own, so the result does not depend on the number of threads.
    private static let jobsPerChunk = 1024

    private(set) var options: [SIMD4<Double>] = []
    /// The caller's position of each option.
    private(set) var positions: [Int32] = []
    /// First option of each job, and the end.
    private(set) var starts: [Int] = [0]

    var jobs: Int { starts.count - 1 }

    /// Gathers the options that could be chosen at all: of positive value, and fitting the capacity alone.
    init(_ jobs: [[FleetOption]], capacity: SIMD4<Double>) {
        let count = jobs.reduce(0) { $0 + $1.count }
        options.reserveCapacity(count)
        positions.reserveCapacity(count)
        starts.reserveCapacity(jobs.count + 1)
        for job in jobs {
            for (position, option) in job.enumerated() where option.value > 0 {
                let packed = SIMD4(option.value, option.memory, option.cores, option.cost)
                guard all(packed .<= capacity) else { continue }
                options.append(packed)
                positions.append(Int32(position))
            }
            starts.append(options.count)
        }
    }

    /// Every `stride`th job, for a first guess of the prices.
    func sample(stride step: Int) -> FleetTable {
        var sample = self
        sample.options = []
        sample.positions = []
        sample.starts = [0]
        for job in stride(from: 0, to: jobs, by: step) {
            sample.options += options[starts[job]..<starts[job + 1]]
            sample.positions += positions[starts[job]..<starts[job + 1]]
            sample.starts.append(sample.options.count)
        }
        return sample
    }

    /// The value and use of each job's most valuable option: what an unlimited fleet would take.
    var greedy: Relaxed { relax(prices: .zero) }

    /// Lets every job choose its best option at `prices` (USD a unit; the first lane is unused), or none.
    ///
    /// - Parameter choices: Receives the chosen option of each job, or -1.
    func relax(prices: SIMD4<Double>, choices: UnsafeMutableBufferPointer<Int32>? = nil) -> Relaxed {
        let weights = SIMD4(1, -prices[1], -prices[2], -prices[3])
        let chunks = (jobs + Self.jobsPerChunk - 1) / Self.jobsPerChunk
        var partial = [Relaxed](repeating: Relaxed(), count: chunks)
        partial.withUnsafeMutableBufferPointer { partial in
            options.withUnsafeBufferPointer { options in
                starts.withUnsafeBufferPointer { starts in
                    // Chunks write to places of their own and only read the rest.
                    nonisolated(unsafe) let (options, starts) = (options, starts)
                    nonisolated(unsafe) let results = partial
                    nonisolated(unsafe) let chosen = choices
                    let work: @Sendable (Int) -> Void = { chunk in
                        let first = chunk * Self.jobsPerChunk
                        let last = min(first + Self.jobsPerChunk, starts.count - 1)
                        var sum = Relaxed()
                        for job in first..<last {
                            var best = -1
                            var bestValue = 0.0
                            for option in starts[job]..<starts[job + 1] {
                                let product = options[option] * weights
                                let value = (product[0] + product[1]) + (product[2] + product[3])
                                if value > bestValue {
                                    bestValue = value
                                    best = option
                                }
                            }
                            if best >= 0 {
                                sum.reducedValue += bestValue
                                sum.totals += options[best]
                            }
                            chosen?[job] = Int32(best)
                        }
                        results[chunk] = sum
                    }
                    if chunks < 4 { (0..<chunks).forEach(work) } else { DispatchQueue.concurrentPerform(iterations: chunks, execute: work) }
                }
            }
        }
        return partial.reduce(into: Relaxed()) { total, part in
            total.reducedValue += part.reducedValue
            total.totals += part.totals
        }
    }
}
