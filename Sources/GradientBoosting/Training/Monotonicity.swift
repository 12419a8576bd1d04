/// How a feature's effect may move as the feature grows.
public enum Monotonicity: Int, Codable, Sendable {
    /// The effect never rises.
    case decreasing = -1
    /// The effect is free.
    case none = 0
    /// The effect never falls.
    case increasing = 1
}
