#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The non-decreasing function from an additive score to the quantity it predicts.
public struct Link: Sendable {
    enum Kind: Sendable {
        case identity
        case exponential
        case logistic
        case custom
    }

    let kind: Kind
    /// Beside the kind and not inside it, so that the usual links are used without touching a reference count.
    private let function: @Sendable (Double) -> Double

    private init(kind: Kind, function: @escaping @Sendable (Double) -> Double = { $0 }) {
        self.kind = kind
        self.function = function
    }

    /// The score itself.
    public static let identity = Link(kind: .identity)
    /// `exp(score)`: durations learnt on the log scale.
    public static let exponential = Link(kind: .exponential)
    /// `1 / (1 + exp(-score))`: probabilities learnt by log loss.
    public static let logistic = Link(kind: .logistic)

    /// Any non-decreasing function, such as a calibrated probability; the search is exact only if it never decreases.
    public static func nonDecreasing(_ function: @escaping @Sendable (Double) -> Double) -> Link {
        Link(kind: .custom, function: function)
    }

    /// The predicted quantity at `score`.
    @inline(__always)
    public func callAsFunction(_ score: Double) -> Double {
        switch kind {
        case .identity: score
        case .exponential: exp(score)
        case .logistic: 1 / (1 + exp(-score))
        case .custom: function(score)
        }
    }
}
