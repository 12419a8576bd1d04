/// Backward dynamic programme for the least expected loss; exact.
///
/// For a fixed sequence of rungs the loss is linear in the covered weight `L`, so the optimal loss from a state is the lower envelope of a
/// few lines in `L` (the alpha vectors of Smallwood and Sondik 1973, with a scalar belief). Seen from `x = L - c_i`, where `c_i` is
/// the coverage of the rung last failed, the line of a plan is the same for every `i`: each layer holds one list of plans by their first
/// rung, and a state takes the least over the rungs at or above its own. Without irreducible failures `L` is 0, one plan a state is
/// enough, and this is `V(i) = min over j >= i` of model.md.
struct LadderSolver {
    /// The loss of one plan, `intercept + slope * x`.
    struct Line {
        var intercept: Double
        var slope: Double
        /// The rung to try first.
        var rung: Int32
        /// The plan that follows a failure, in the layer with one attempt less, or -1 to stop.
        var next: Int32
    }

    /// The plans with one number of attempts left.
    struct Layer {
        /// By first rung.
        var lines: [Line] = []
        /// First line of each rung.
        var starts: [Int] = []
        /// The lines that are least somewhere, for each rung last failed in turn; -1 stands for stopping.
        var best: [Int32] = []
        /// Where those of each rung begin, and at last where they end.
        var bestStarts: [Int] = [0]

        /// The lines that are least somewhere after `rung` failed.
        func best(after rung: Int) -> ArraySlice<Int32> { best[bestStarts[rung]..<bestStarts[rung + 1]] }
    }

    let model: LadderModel
    /// Layers by attempts left, from 0.
    private(set) var layers: [Layer]

    init(_ model: LadderModel) {
        self.model = model
        let rungs = model.rungs.count
        layers = [Layer(best: [Int32](repeating: -1, count: rungs), bestStarts: Array(0...rungs))]
        layers.reserveCapacity(model.maximumAttempts + 1)
        for left in 0..<model.maximumAttempts {
            // Only the start is ever left with every attempt, and it asks by itself.
            layers.append(layer(after: layers[left], isLast: left + 1 == model.maximumAttempts))
        }
    }

    private func layer(after previous: Layer, isLast: Bool) -> Layer {
        var layer = Layer()
        let q = model.irreducible
        layer.starts.reserveCapacity(model.rungs.count)
        layer.lines.reserveCapacity(2 * model.rungs.count)
        for (rung, step) in model.rungs.enumerated() {
            layer.starts.append(layer.lines.count)
            let lossOfReached = (1 - q) * step.lossIfSuccess + q * step.lossIfFailure
            for next in previous.best(after: rung) {
                let (intercept, slope) = next < 0 ? (0, 0) : (previous.lines[Int(next)].intercept, previous.lines[Int(next)].slope)
                let own = lossOfReached + q * slope
                layer.lines.append(
                    Line(
                        intercept: step.coverage * own + (1 - step.coverage) * step.lossIfFailure + intercept - slope * step.coverage,
                        slope: own,
                        rung: Int32(rung),
                        next: next
                    )
                )
            }
        }
        guard !isLast else { return layer }
        let lines = layer.lines
        layer.best.reserveCapacity(2 * model.rungs.count)
        layer.bestStarts.reserveCapacity(model.rungs.count + 1)
        for (rung, step) in model.rungs.enumerated() {
            let first = layer.starts[model.groupStart[rung]]
            lines.withUnsafeBufferPointer {
                Self.envelope($0, from: first, low: -step.coverage, high: (q - 1) * step.coverage, &layer.best)
            }
            layer.bestStarts.append(layer.best.count)
        }
        return layer
    }

    /// Adds the lines from `first` on, or stopping, that are least somewhere on `low...high`.
    ///
    /// A line above another at both ends is above it throughout, so the envelope is found by asking for the least line at the ends and then
    /// at each crossing.
    private static func envelope(
        _ lines: UnsafeBufferPointer<Line>,
        from first: Int,
        low: Double,
        high: Double,
        _ found: inout [Int32]
    ) {
        let atLow = least(lines, from: first, at: low)
        guard high > low else { return found.append(atLow) }
        let atHigh = least(lines, from: first, at: high)
        guard atLow != atHigh else { return found.append(atLow) }
        if loss(lines, atHigh, low) <= loss(lines, atLow, low) { return found.append(atHigh) }
        if loss(lines, atLow, high) <= loss(lines, atHigh, high) { return found.append(atLow) }
        found.append(atLow)
        between(lines, first, atLow, atHigh, &found, depth: 0)
        found.append(atHigh)
    }

    private static func between(
        _ lines: UnsafeBufferPointer<Line>,
        _ first: Int,
        _ low: Int32,
        _ high: Int32,
        _ found: inout [Int32],
        depth: Int
    ) {
        let (a, b) = (line(lines, low), line(lines, high))
        guard a.slope > b.slope, depth < 64 else { return }
        let crossing = (b.intercept - a.intercept) / (a.slope - b.slope)
        let middle = least(lines, from: first, at: crossing)
        guard middle != low, middle != high,
            loss(lines, middle, crossing) < min(loss(lines, low, crossing), loss(lines, high, crossing))
        else { return }
        between(lines, first, low, middle, &found, depth: depth + 1)
        found.append(middle)
        between(lines, first, middle, high, &found, depth: depth + 1)
    }

    @inline(__always)
    private static func line(_ lines: UnsafeBufferPointer<Line>, _ index: Int32) -> (intercept: Double, slope: Double) {
        index < 0 ? (0, 0) : (lines[Int(index)].intercept, lines[Int(index)].slope)
    }

    @inline(__always)
    private static func loss(_ lines: UnsafeBufferPointer<Line>, _ index: Int32, _ x: Double) -> Double {
        let (intercept, slope) = line(lines, index)
        return intercept + slope * x
    }

    /// The first line with the least loss; stopping comes first, then likelier rungs in order.
    @inline(__always)
    private static func least(_ lines: UnsafeBufferPointer<Line>, from first: Int, at x: Double) -> Int32 {
        var best = -1
        var least = 0.0
        var index = first
        while index < lines.count {
            let other = lines[index].intercept + lines[index].slope * x
            if other < least {
                least = other
                best = index
            }
            index += 1
        }
        return Int32(best)
    }

    /// The least unnormalised loss after a failure.
    func loss(failed: Int, covered: Double, left: Int) -> Double {
        let layer = layers[left]
        let x = covered - model.rungs[failed].coverage
        return layer.best(after: failed).reduce(.infinity) { least, index in
            index < 0 ? min(least, 0) : min(least, layer.lines[Int(index)].intercept + layer.lines[Int(index)].slope * x)
        }
    }

    /// The rungs of the best plan from the start.
    func bestPlan() -> [Int] {
        guard model.maximumAttempts > 0, model.startMass > 0, model.firstRung < model.rungs.count else { return [] }
        var left = model.maximumAttempts
        let layer = layers[left]
        var index = layer.lines.withUnsafeBufferPointer {
            Self.least($0, from: layer.starts[model.firstRung], at: model.startCovered - model.startCoverage)
        }
        var plan: [Int] = []
        while index >= 0 {
            let line = layers[left].lines[Int(index)]
            plan.append(Int(line.rung))
            index = line.next
            left -= 1
        }
        return plan
    }
}
