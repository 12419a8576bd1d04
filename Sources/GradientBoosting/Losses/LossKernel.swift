internal import Foundation

/// The gradient and hessian of one row, times its weight.
typealias GradientPair = SIMD2<Float>

/// One loss: where the score starts, how a row's state follows the score, and its derivatives.
///
/// A row's state is whatever makes the derivatives cheap: log loss keeps `exp(-score)`, which a step of the score
/// multiplies by one factor for each bin, so no round ever calls `exp` for a row.
protocol LossKernel: Sendable {
    /// Whether a score is in the units of the label, so that an offset can be taken from the label.
    var isAdditive: Bool { get }
    /// Whether the hessian's slope never exceeds the hessian, so that a step `d` changes it by a factor within `exp(-|d|)...exp(|d|)`.
    var isHessianSlopeBounded: Bool { get }
    /// The best constant score for these labels, without offsets.
    func baseScore(labels: [Double], weights: [Double]?) -> Double
    /// The state of a row whose score is `score`.
    func state(score: Double, label: Double) -> Float
    /// What a step of the score does to the state: a factor or an addend.
    func step(_ delta: Double) -> Float
    /// Applies a step to the state and writes the pair, for each row of a block.
    func update(_ block: RowBlock)
    /// The loss of one row, for reports.
    func loss(score: Double, label: Double) -> Double
}

/// A run of rows as pointers: states to move, pairs to write.
struct RowBlock {
    var count: Int
    /// The bins of the feature that moved, or nil where only the pairs are wanted.
    var bins: UnsafePointer<UInt8>?
    /// The step of each bin, 256 long.
    var steps: UnsafePointer<Float>
    var states: UnsafeMutablePointer<Float>
    var labels: UnsafePointer<Float>
    /// Sample weights, nil if all are one.
    var weights: UnsafePointer<Float>?
    var pairs: UnsafeMutablePointer<GradientPair>
}

extension RowBlock {
    /// Moves each state by `move(state, step)` and writes `derivatives(state, label)` times the weight.
    @inline(__always)
    func forEach(
        move: (Float, Float) -> Float,
        derivatives: (Float, Float) -> GradientPair
    ) {
        if let bins {
            for row in 0..<count { states[row] = move(states[row], steps[Int(bins[row])]) }
        }
        if let weights {
            for row in 0..<count { pairs[row] = derivatives(states[row], labels[row]) * weights[row] }
        } else {
            for row in 0..<count { pairs[row] = derivatives(states[row], labels[row]) }
        }
    }
}

extension LossKernel {
    var isAdditive: Bool { false }
    var isHessianSlopeBounded: Bool { true }
}

extension Objective {
    /// The kernel of this objective for these labels.
    func kernel(_ options: BoostingOptions, labels: [Double], weights: [Double]?) -> any LossKernel {
        switch self {
        case .logLoss: LogLoss()
        case .squaredError: SquaredError()
        case .gamma: GammaDeviance()
        case .tweedie: TweedieDeviance(power: options.tweediePower)
        case .pinball: PinballLoss(quantile: options.quantile, labels: labels, weights: weights)
        }
    }

    /// The value a score stands for: a probability under log loss, an expectation or quantile otherwise.
    func value(_ score: Double) -> Double {
        switch self {
        case .logLoss: 1 / (1 + exp(-score))
        case .squaredError, .pinball: score
        case .gamma, .tweedie: exp(score)
        }
    }
}
