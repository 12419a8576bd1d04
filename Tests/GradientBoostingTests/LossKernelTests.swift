import Foundation
import Testing

@testable import GradientBoosting

@Suite struct LossKernelTests {
    private func kernel(_ objective: Objective) -> any LossKernel {
        var options = BoostingOptions(objective: objective)
        options.tweediePower = 1.3
        options.quantile = 0.8
        return objective.kernel(options, labels: [1, 2, 3, 4, 5, 6], weights: nil)
    }

    private func pair(_ kernel: any LossKernel, score: Double, label: Double, step: Double? = nil) -> GradientPair {
        var states = [kernel.state(score: score, label: label)]
        var labels = [Float(label)]
        var pairs = [GradientPair.zero]
        var steps = [kernel.step(step ?? 0)]
        var bins: [UInt8] = [0]
        states.withUnsafeMutableBufferPointer { states in
            labels.withUnsafeMutableBufferPointer { labels in
                pairs.withUnsafeMutableBufferPointer { pairs in
                    steps.withUnsafeMutableBufferPointer { steps in
                        bins.withUnsafeMutableBufferPointer { bins in
                            kernel.update(
                                RowBlock(
                                    count: 1,
                                    bins: step == nil ? nil : UnsafePointer(bins.baseAddress!),
                                    steps: steps.baseAddress!,
                                    states: states.baseAddress!,
                                    labels: labels.baseAddress!,
                                    weights: nil,
                                    pairs: pairs.baseAddress!
                                )
                            )
                        }
                    }
                }
            }
        }
        return pairs[0]
    }

    @Test(arguments: Objective.allCases) func gradientsAreTheSlopesOfTheLoss(objective: Objective) {
        let kernel = kernel(objective)
        let scale = (kernel as? PinballLoss)?.spread ?? 1
        for score in [-1.5, -0.2, 0.4, 1.3] {
            for label in objective == .logLoss ? [0, 0.3, 1] : [0.5, 1, 2.5] {
                let h = 1e-5
                let slope = (kernel.loss(score: score + h, label: label) - kernel.loss(score: score - h, label: label)) / (2 * h)
                let curve =
                    (kernel.loss(score: score + 1e-3, label: label) - 2 * kernel.loss(score: score, label: label)
                        + kernel.loss(score: score - 1e-3, label: label)) / 1e-6
                let pair = pair(kernel, score: score, label: label)
                #expect(abs(Double(pair.x) / scale - slope) < 1e-4 * max(1, abs(slope)))
                if objective != .pinball { #expect(abs(Double(pair.y) - curve) < 2e-3 * max(1, abs(curve))) }
            }
        }
    }

    @Test(arguments: Objective.allCases) func aStepMovesTheStateAsANewScoreWould(objective: Objective) {
        let kernel = kernel(objective)
        for (score, step) in [(-1.0, 0.7), (0.3, -0.25), (1.1, 0.05)] {
            let moved = pair(kernel, score: score, label: 0.75, step: step)
            let fresh = pair(kernel, score: score + step, label: 0.75)
            #expect(abs(moved.x - fresh.x) < 1e-4 * max(1, abs(fresh.x)))
            #expect(abs(moved.y - fresh.y) < 1e-4 * max(1, abs(fresh.y)))
        }
    }

    @Test func aQuantileModelLeavesItsShareBelow() throws {
        let sample = try Sample.mixed(rows: 5_000, seed: 31, binary: false)
        var options = BoostingOptions(objective: .pinball, rounds: 300)
        options.quantile = 0.9
        let model = try StumpTrainer(options: options).train(sample.table, labels: sample.labels.map { $0 * 1e6 }).model
        let below = zip(try model.predictions(sample.table), sample.labels).filter { $0 >= $1 * 1e6 }.count
        #expect(abs(Double(below) / 5_000 - 0.9) < 0.02)
    }

    @Test(arguments: [Objective.gamma, .tweedie]) func positiveLossesPredictMeans(objective: Objective) throws {
        let sample = try Sample.mixed(rows: 5_000, seed: 32, binary: false)
        let labels = sample.labels.map { exp($0 / 2) }
        let model = try StumpTrainer(options: BoostingOptions(objective: objective, rounds: 200)).train(sample.table, labels: labels).model
        let predictions = try model.predictions(sample.table)
        #expect(predictions.allSatisfy { $0 > 0 })
        // At the optimum the constant's gradient is zero: mean label over prediction is 1 for gamma, and near it for Tweedie.
        let ratio = zip(labels, predictions).map { $0 / $1 }.reduce(0, +) / Double(labels.count)
        #expect(abs(ratio - 1) < 0.03)
    }
}
