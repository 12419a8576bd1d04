internal import Foundation

/// Binary log loss on log-odds; the state is `exp(-score)`.
struct LogLoss: LossKernel {
    func baseScore(labels: [Double], weights: [Double]?) -> Double {
        // Held-out rows may have taken every label of one class; the bound keeps the score finite.
        let mean = min(max(weightedMean(labels, weights), 1e-9), 1 - 1e-9)
        return log(mean / (1 - mean))
    }

    func state(score: Double, label: Double) -> Float { Float(exp(-score)) }

    func step(_ delta: Double) -> Float { Float(exp(-delta)) }

    func update(_ block: RowBlock) {
        block.forEach { state, factor in
            state * factor
        } derivatives: { state, label in
            let probability = 1 / (1 + state)
            // The floor keeps a row that is certain from a hessian of zero.
            return GradientPair(probability - label, max(probability * (1 - probability), 1e-16))
        }
    }

    func loss(score: Double, label: Double) -> Double {
        // log(1 + exp(-|s|)) never overflows.
        let tail = log1p(exp(-abs(score)))
        return label * (max(-score, 0) + tail) + (1 - label) * (max(score, 0) + tail)
    }
}

/// The mean of values under weights, or plain.
func weightedMean(_ values: [Double], _ weights: [Double]?) -> Double {
    guard let weights else { return values.reduce(0, +) / Double(values.count) }
    var sum = 0.0
    var total = 0.0
    for (value, weight) in zip(values, weights) {
        sum += value * weight
        total += weight
    }
    return sum / total
}
