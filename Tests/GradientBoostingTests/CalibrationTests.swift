import Foundation
import Testing

@testable import GradientBoosting

@Suite struct CalibrationTests {
    @Test func bothMapsMendOverconfidence() throws {
        // Scores are twice the true log-odds, so the honest slope is one half.
        var generator = SeededGenerator(seed: 3)
        var scores: [Double] = []
        var labels: [Double] = []
        for _ in 0..<50_000 {
            let truth = generator.unit() * 6 - 3
            scores.append(2 * truth)
            labels.append(generator.unit() < 1 / (1 + exp(-truth)) ? 1 : 0)
        }
        let calibration = try #require(Calibration(scores: scores, labels: labels, weights: nil))
        #expect(abs(calibration.slope - 0.5) < 0.02)
        #expect(abs(calibration.intercept) < 0.03)
        for truth in [-2.0, -1, 0, 1, 2] {
            let honest = 1 / (1 + exp(-truth))
            #expect(abs(calibration.probability(2 * truth, method: .platt) - honest) < 0.02)
            #expect(abs(calibration.probability(2 * truth, method: .isotonic) - honest) < 0.04)
        }
        var last = 0.0
        for step in -800...800 {
            let probability = calibration.probability(Double(step) / 100, method: .isotonic)
            #expect(probability >= last)
            last = probability
        }
        #expect(calibration.reliability.count == 20)
    }

    @Test func tooFewRowsGiveNone() {
        #expect(Calibration(scores: [1, 2], labels: [0, 1], weights: nil) == nil)
        #expect(Calibration(scores: (0..<50).map(Double.init), labels: [Double](repeating: 1, count: 50), weights: nil) == nil)
    }
}
