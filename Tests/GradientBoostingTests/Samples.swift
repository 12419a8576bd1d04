import Foundation

@testable import GradientBoosting

/// Seeded tables for tests.
struct Sample {
    var table: FeatureTable
    var labels: [Double]

    /// Rows of mixed columns: two informative numbers, a number with gaps, a category, and noise.
    static func mixed(rows: Int, seed: UInt64, binary: Bool = true) throws -> Sample {
        var generator = SeededGenerator(seed: seed)
        var a: [Double] = []
        var b: [Double] = []
        var gappy: [Double] = []
        var noise: [Double] = []
        var kind: [String?] = []
        var labels: [Double] = []
        let kinds = ["red", "green", "blue", "grey"]
        for _ in 0..<rows {
            let x = generator.unit() * 4 - 2
            let y = generator.unit() * 4 - 2
            let g = generator.unit()
            let k = Int(generator.next() % 4)
            a.append(x)
            b.append((y * 8).rounded() / 8)
            gappy.append(g < 0.3 ? .nan : g)
            noise.append(generator.unit())
            kind.append(generator.unit() < 0.1 ? nil : kinds[k])
            let score = 1.5 * x + sin(2 * y) + (g < 0.3 ? 0.8 : g) + [0.5, -0.7, 0, 0.2][k]
            labels.append(
                binary ? (generator.unit() < 1 / (1 + exp(-score)) ? 1 : 0) : score + generator.unit()
            )
        }
        return Sample(
            table: try FeatureTable(columns: [
                FeatureColumn(name: "a", values: .numeric(a)), FeatureColumn(name: "b", values: .numeric(b)),
                FeatureColumn(name: "gappy", values: .numeric(gappy)), FeatureColumn(name: "noise", values: .numeric(noise)),
                FeatureColumn(name: "kind", values: .categorical(kind)),
            ]),
            labels: labels
        )
    }
}
