import Foundation
import Testing

@testable import GradientBoosting

@Suite struct ExplanationPageTests {
    @Test func thePageShowsEveryTermAndLoadsNothing() throws {
        let sample = try PairTests.crossed(rows: 3_000, seed: 9)
        var options = BoostingOptions(rounds: 100)
        options.bags = 3
        options.pairs = PairOptions(count: 3)
        let median = sample.labels.sorted()[1_500]
        let model = try StumpTrainer(options: options).train(sample.table, labels: sample.labels.map { $0 > median ? 1 : 0 }).model
        let page = ExplanationPage(model, title: "a <b> & \"c\"").html()
        for pair in model.pairs { #expect(page.contains("Joint effect of \(pair.name.replacing("&", with: "&amp;"))")) }
        for feature in model.features { #expect(page.contains("Effect of \(feature.name)")) }
        #expect(page.contains("a &lt;b&gt; &amp; &quot;c&quot;"))
        #expect(page.contains("class=\"band\""))
        #expect(page.contains("Calibration on rows"))
        for forbidden in ["<script", "http:", "https:", "nan", "inf\""] { #expect(!page.contains(forbidden)) }
    }

    @Test func ticksAreRoundAndWithin() {
        #expect(AxisScale(low: 0, high: 1).ticks(5) == [0, 0.2, 0.4, 0.6000000000000001, 0.8, 1])
        #expect(AxisScale(low: 1, high: 1000, isLogarithmic: true).ticks(5) == [1, 10, 100, 1000])
        #expect(AxisScale(low: -3, high: 3).ticks(4) == [-2, 0, 2])
    }
}
