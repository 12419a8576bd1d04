package import Remediation

/// A line of need on input size plus the standard deviation of past prediction errors, doubled after a failure (Witt et al., "Feedback-Based
/// Resource Allocation for Batch Scheduling of Scientific Workflows", HPCS 2019, LR with offset mean + sigma).
package struct WittRegressionPolicy: ReplayPolicy {
    package let name = "witt-lr"

    /// One job's sums and the errors of its predictions.
    private struct Line {
        var count = 0.0
        var x = 0.0
        var y = 0.0
        var xx = 0.0
        var xy = 0.0
        var largest = 0.0
        /// Count, sum and sum of squares of errors as shares of the need.
        var errors = SIMD3<Double>.zero

        func value(at input: Double) -> Double {
            let spread = xx - x * x / count
            guard count > 1, spread > 1e-12 * xx else { return count > 0 ? y / count : 4e9 }
            let slope = (xy - x * y / count) / spread
            return y / count + slope * (input - x / count)
        }

        var offset: Double {
            guard errors.x > 0 else { return 0 }
            let mean = errors.y / errors.x
            return max(errors.z / errors.x - mean * mean, 0).squareRoot()
        }
    }

    private var lines: [String: Line] = [:]
    /// What was predicted of the run that is under way, by job.
    private var predicted: [String: Double] = [:]

    package init() {}

    package mutating func ladder(for request: AdviceRequest) -> [Int64] {
        let line = lines[request.job] ?? Line()
        if let failed = request.failed.map(\.resources.memoryBytes).max() {
            // A line that leads below zero asks for the largest need seen.
            return [failed <= 1 ? Int64(max(line.largest, 1)) : failed * 2]
        }
        let value = line.value(at: request.inputBytes ?? 0)
        predicted[request.job] = value
        return [Int64(max(value * (1 + line.offset), 1))]
    }

    package mutating func learn(_ attempt: Attempt) {
        guard attempt.result == .succeeded, let peak = attempt.peakMemoryBytes else { return }
        let y = Double(peak)
        let x = attempt.inputBytes ?? 0
        var line = lines[attempt.job] ?? Line()
        if let value = predicted.removeValue(forKey: attempt.job) {
            let error = (y - value) / y
            line.errors += SIMD3(1, error, error * error)
        }
        line.count += 1
        line.x += x
        line.y += y
        line.xx += x * x
        line.xy += x * y
        line.largest = max(line.largest, y)
        lines[attempt.job] = line
    }
}
