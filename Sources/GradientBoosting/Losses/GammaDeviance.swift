internal import Foundation

/// Gamma deviance on the logarithm of the mean; the state is `label * exp(-score)`.
struct GammaDeviance: LossKernel {
    func baseScore(labels: [Double], weights: [Double]?) -> Double { log(weightedMean(labels, weights)) }

    func state(score: Double, label: Double) -> Float { Float(label * exp(-score)) }

    func step(_ delta: Double) -> Float { Float(exp(-delta)) }

    func update(_ block: RowBlock) {
        block.forEach { state, factor in
            state * factor
        } derivatives: { state, _ in
            GradientPair(1 - state, max(state, 1e-16))
        }
    }

    func loss(score: Double, label: Double) -> Double {
        let ratio = label * exp(-score)
        return ratio - log(ratio) - 1
    }
}
