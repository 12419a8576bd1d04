/// Totals of memory, cores and money: what a fleet may hold, holds, or pays for one more unit.
public struct FleetCapacity: Sendable, Hashable {
    /// Bytes.
    public var memory: Double
    /// Cores.
    public var cores: Double
    /// USD.
    public var cost: Double

    /// Creates a capacity; what is left out is unlimited.
    public init(memory: Double = .infinity, cores: Double = .infinity, cost: Double = .infinity) {
        self.memory = memory
        self.cores = cores
        self.cost = cost
    }

    subscript(resource: Int) -> Double {
        resource == 0 ? memory : resource == 1 ? cores : cost
    }
}
