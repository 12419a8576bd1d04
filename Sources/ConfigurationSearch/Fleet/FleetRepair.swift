/// From prices to an allocation that fits: raise the prices until the choices fit, then spend what is left.
struct FleetRepair {
    let table: FleetTable
    let capacity: SIMD4<Double>
    private(set) var choices: [Int32]
    private(set) var totals = SIMD4<Double>.zero

    init(table: FleetTable, capacity: SIMD4<Double>) {
        self.table = table
        self.capacity = capacity
        choices = [Int32](repeating: -1, count: table.jobs)
    }

    /// Builds an allocation from unit `prices`.
    ///
    /// - Parameter ceiling: Unit prices at which nothing scarce is worth buying.
    mutating func build(prices: SIMD4<Double>, ceiling: SIMD4<Double>) {
        var fits = 1.0
        if !choose(prices) {
            var tooLow = 0.0
            // Between the prices and the ceiling, the cheapest mixture whose choices fit.
            for _ in 0..<12 {
                let middle = (tooLow + fits) / 2
                if choose(prices + (ceiling - prices) * SIMD4(repeating: middle * middle)) { fits = middle } else { tooLow = middle }
            }
            if !choose(prices + (ceiling - prices) * SIMD4(repeating: fits * fits)) { clear() }
        }
        for _ in 0..<4 where !spend(prices) { break }
        settle()
    }

    private mutating func clear() {
        for job in choices.indices { choices[job] = -1 }
        totals = .zero
    }

    /// Lets the jobs choose at `prices`; whether the choices fit.
    private mutating func choose(_ prices: SIMD4<Double>) -> Bool {
        totals = choices.withUnsafeMutableBufferPointer { table.relax(prices: prices, choices: $0).totals }
        return fits(totals)
    }

    private func fits(_ use: SIMD4<Double>) -> Bool {
        use[1] <= capacity[1] && use[2] <= capacity[2] && use[3] <= capacity[3]
    }

    /// Gives the rest of the capacity to the changes that lose least at `prices`; whether any was made.
    private mutating func spend(_ prices: SIMD4<Double>) -> Bool {
        let weights = SIMD4(1, -prices[1], -prices[2], -prices[3])
        var changes: [(gain: Double, job: Int32, option: Int32)] = []
        for job in 0..<table.jobs {
            let now = choices[job] < 0 ? SIMD4<Double>.zero : table.options[Int(choices[job])]
            let room = now + capacity - totals
            var best: (gain: Double, option: Int)?
            for option in table.starts[job]..<table.starts[job + 1] {
                let other = table.options[option]
                guard other[0] > now[0], other[1] <= room[1], other[2] <= room[2], other[3] <= room[3] else { continue }
                let gain = ((other - now) * weights).sum()
                if gain > best?.gain ?? -.infinity { best = (gain, option) }
            }
            if let best { changes.append((best.gain, Int32(job), Int32(best.option))) }
        }
        changes.sort { ($0.gain, $1.job) > ($1.gain, $0.job) }
        var changed = false
        for change in changes {
            let job = Int(change.job)
            let now = choices[job] < 0 ? SIMD4<Double>.zero : table.options[Int(choices[job])]
            let after = totals - now + table.options[Int(change.option)]
            guard fits(after) else { continue }
            totals = after
            choices[job] = change.option
            changed = true
        }
        return changed
    }

    /// Sums the choices afresh, in order, and gives up single jobs if rounding had hidden an excess.
    private mutating func settle() {
        totals = .zero
        for job in choices.indices where choices[job] >= 0 {
            let after = totals + table.options[Int(choices[job])]
            if fits(after) { totals = after } else { choices[job] = -1 }
        }
    }
}
