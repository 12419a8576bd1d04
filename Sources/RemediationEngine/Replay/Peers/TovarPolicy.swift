package import Remediation

/// First allocation of least expected waste, then the largest need seen, then a whole node (Tovar et al., "A Job Sizing Strategy for
/// High-Throughput Scientific Workflows", IEEE TPDS 2018, equation 1).
package struct TovarPolicy: ReplayPolicy {
    package let name = "tovar"
    /// What the last attempt gets, in bytes.
    private let node: Int64
    /// Needs and run seconds of past runs, ascending in need, by job.
    private var past: [String: [(need: Double, seconds: Double)]] = [:]

    /// A policy on nodes of this size; the published comparison has 128 GB.
    package init(node: Int64 = 128_000_000_000) { self.node = node }

    package mutating func ladder(for request: AdviceRequest) -> [Int64] {
        guard let runs = past[request.job], let largest = runs.last?.need else { return [node] }
        if let failed = request.failed.map(\.resources.memoryBytes).max() { return [Double(failed) < largest ? Int64(largest) : node] }
        // For each past need as the allocation a: a x (mean time of all) + largest x (mean time of what needs more). The means' common
        // divisor is left out.
        let time = runs.reduce(0) { $0 + $1.seconds }
        var above = 0.0
        var best = (cost: Double.infinity, need: largest)
        for place in runs.indices.reversed() {
            if place + 1 < runs.count, runs[place + 1].need > runs[place].need {
                above = runs[(place + 1)...].reduce(0) { $0 + $1.seconds }
            }
            let cost = runs[place].need * time + largest * above
            if cost < best.cost { best = (cost, runs[place].need) }
        }
        return [Int64(best.need)]
    }

    package mutating func learn(_ attempt: Attempt) {
        guard attempt.result == .succeeded, let peak = attempt.peakMemoryBytes else { return }
        let run = (need: Double(peak), seconds: attempt.runSeconds ?? 1)
        let place = past[attempt.job]?.firstIndex { $0.need >= run.need } ?? past[attempt.job]?.count ?? 0
        past[attempt.job, default: []].insert(run, at: place)
    }
}
