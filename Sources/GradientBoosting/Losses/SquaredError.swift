/// Half the squared error; the state is `score - label`.
struct SquaredError: LossKernel {
    let isAdditive = true

    func baseScore(labels: [Double], weights: [Double]?) -> Double { weightedMean(labels, weights) }

    func state(score: Double, label: Double) -> Float { Float(score - label) }

    func step(_ delta: Double) -> Float { Float(delta) }

    func update(_ block: RowBlock) {
        block.forEach { state, step in
            state + step
        } derivatives: { state, _ in
            GradientPair(state, 1)
        }
    }

    func loss(score: Double, label: Double) -> Double { (score - label) * (score - label) / 2 }
}
