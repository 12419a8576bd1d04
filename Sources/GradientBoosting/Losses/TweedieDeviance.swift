internal import Foundation

/// Tweedie deviance of a power between 1 and 2 on the logarithm of the mean; the state is `exp((1 - power) * score)`.
struct TweedieDeviance: LossKernel {
    let power: Double

    func baseScore(labels: [Double], weights: [Double]?) -> Double { log(max(weightedMean(labels, weights), 1e-12)) }

    func state(score: Double, label: Double) -> Float { Float(exp((1 - power) * score)) }

    func step(_ delta: Double) -> Float { Float(exp((1 - power) * delta)) }

    func update(_ block: RowBlock) {
        let near = Float(power - 1)
        let far = Float(2 - power)
        let exponent = Float((2 - power) / (1 - power))
        let isHalf = power == 1.5
        block.forEach { state, factor in
            state * factor
        } derivatives: { state, label in
            // The mean to the power 2 - power, from the state; for 1.5 that is the reciprocal.
            let mean = isHalf ? 1 / state : pow(state, exponent)
            return GradientPair(mean - label * state, max(near * label * state + far * mean, 1e-16))
        }
    }

    func loss(score: Double, label: Double) -> Double {
        exp((2 - power) * score) / (2 - power) - label * exp((1 - power) * score) / (1 - power)
    }
}
