package import Remediation

/// The 95th percentile of past needs, doubled after a failure (Witt et al., "Feedback-Based Resource Allocation for Batch Scheduling of
/// Scientific Workflows", HPCS 2019).
package struct WittPercentilePolicy: ReplayPolicy {
    package let name = "witt-p95"
    private let share = 0.95
    /// Past needs, ascending, by job.
    private var past: [String: [Double]] = [:]

    package init() {}

    package mutating func ladder(for request: AdviceRequest) -> [Int64] {
        if let failed = request.failed.map(\.resources.memoryBytes).max() { return [failed * 2] }
        guard let needs = past[request.job] else { return [4_000_000_000] }
        // Linear between order statistics.
        let place = share * Double(needs.count - 1)
        let low = Int(place)
        let high = min(low + 1, needs.count - 1)
        return [Int64(needs[low] + (place - Double(low)) * (needs[high] - needs[low]))]
    }

    package mutating func learn(_ attempt: Attempt) {
        guard attempt.result == .succeeded, let peak = attempt.peakMemoryBytes else { return }
        let place = past[attempt.job]?.firstIndex { $0 >= Double(peak) } ?? past[attempt.job]?.count ?? 0
        past[attempt.job, default: []].insert(Double(peak), at: place)
    }
}
