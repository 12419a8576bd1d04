/// How hard to look for a better allocation.
public struct FleetOptions: Sendable, Hashable {
    /// Stop when the proven relative gap is at most this; at least 0.
    public var targetGap: Double
    /// The most evaluations of the dual over all jobs, at least 1.
    public var maximumEvaluations: Int

    /// Creates options.
    public init(targetGap: Double = 1e-4, maximumEvaluations: Int = 120) {
        self.targetGap = targetGap
        self.maximumEvaluations = maximumEvaluations
    }
}
