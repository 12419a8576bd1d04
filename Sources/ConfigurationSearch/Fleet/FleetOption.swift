/// One configuration a pending job could be given, with its worth and its claims on the shared capacity.
public struct FleetOption: Sendable, Hashable {
    /// Expected value of choosing it, USD, net of whatever the caller wants to charge; options of no positive value are never chosen.
    public var value: Double
    /// Memory held, bytes.
    public var memory: Double
    /// Cores held.
    public var cores: Double
    /// Expected money, USD, against the money budget.
    public var cost: Double

    /// Creates an option.
    public init(value: Double, memory: Double = 0, cores: Double = 0, cost: Double = 0) {
        self.value = value
        self.memory = memory
        self.cores = cores
        self.cost = cost
    }

    var isValid: Bool {
        value.isFinite && memory >= 0 && memory.isFinite && cores >= 0 && cores.isFinite && cost >= 0 && cost.isFinite
    }
}
