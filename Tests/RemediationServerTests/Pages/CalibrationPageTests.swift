import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Remediation
import RemediationEngine
import Testing

@testable import RemediationServer

/// What the model page says of how honest the model's probabilities are.
@Suite struct CalibrationPageTests {
    @Test func figuresAreThoseOfTheDefinitions() throws {
        var reliability = Reliability()
        // Three at 0.9 of which two came, one at 0.2 that did not.
        for (chance, came) in [(0.9, true), (0.9, true), (0.9, false), (0.2, false)] { reliability.add(chance, came: came) }
        let exact = try #require(Catalogue.Calibration(reliability))
        #expect(abs(exact.brier - (0.01 + 0.01 + 0.81 + 0.04) / 4) < 1e-12)
        #expect(abs(exact.error - (3 * (0.9 - 2.0 / 3) + 0.2) / 4) < 1e-12)
        #expect(exact.weight == 4 && exact.groups.map(\.weight) == [1, 3])
        // Of groups in which all predictions are the same, the means lose nothing.
        let ofMeans = try #require(Catalogue.Calibration(exact.groups))
        #expect(abs(ofMeans.brier - exact.brier) < 1e-12)
        #expect(Catalogue.Calibration(Reliability()) == nil)
        #expect(Catalogue.Calibration([.init(predicted: .nan, observed: 1, weight: 1)]) == nil)
    }

    @Test func theDiagramStandsWhereItsFiguresSay() throws {
        let calibration = try #require(
            Catalogue.Calibration([.init(predicted: 0, observed: 0, weight: 1), .init(predicted: 1, observed: 0.5, weight: 1)])
        )
        let svg = ReliabilityPlot(calibration, subject: "<tests>").svg
        #expect(svg.contains("&lt;tests&gt;") && !svg.contains("<tests>"))
        #expect(svg.contains(#"<path class="front" d="M52.00 268.00L298.00 141.00"/>"#), "\(svg)")
        #expect(svg.contains("25.0 percentage points off on average"))
        #expect(svg.contains("predicted 100.0 %, came true 50.0 %, of 1"))
    }

    @Test func thePageShowsValidationAndOutcomes() async throws {
        let calibration = Catalogue.Calibration([
            .init(predicted: 0.1, observed: 0.125, weight: 400), .init(predicted: 0.8, observed: 0.75, weight: 600),
        ])
        let catalogue = Catalogue(model: { Catalogue.Model(sections: [], calibration: calibration) })
        let fixture = try await ServerFixture(catalogue: catalogue, policy: try RemediationPolicy(yaml: "mode: approve\n"))
        try await fixture.test { client in
            let before = try await client.get("/model").text
            #expect(before.contains("Rows that it did not train on"))
            // 0.4 of 2.5 points and 0.6 of 5.
            #expect(before.contains("<dd>0.0400</dd>") && before.contains("<dd>0.1580</dd>"))
            #expect(before.contains("<td>12.5 %</td><td>400</td>"))
            #expect(before.contains("No recommendation with a forecast has been followed"))
            #expect(before.components(separatedBy: "aria-label=\"Reliability of").count == 2)

            // Followed and good, followed and bad, and one that ran with something else.
            for (run, result, isFollowed) in [("1", "succeeded", true), ("2", "failed", true), ("3", "succeeded", false)] {
                let answer = try await client.post("/v1/failures", memoryFailure(run: run, job: "etl-\(run)"))
                let id = try #require(try answer.string("recommendation", "id"))
                let recommendation = try #require(try await fixture.service.store.recommendation(id: id))
                #expect(recommendation.ladder.first?.successProbability != nil)
                let target = try #require(recommendation.target)
                let memory = isFollowed ? target.memoryBytes : target.memoryBytes + (1 << 30)
                let attempt = """
                    {"job":"etl-\(run)","runId":"\(run)","attempt":2,"engine":"slurm","result":"\(result)","runSeconds":60,
                    "requested":{"memoryBytes":\(memory),"cpus":\(target.cpus)},"peakMemoryBytes":300000000}
                    """
                #expect(try await client.post("/v1/attempts", attempt).status == .created)
            }
            let reliability = try await fixture.service.liveReliability()
            #expect(reliability.count == 2 && reliability.bins.reduce(0) { $0 + $1.came } == 1)
            let after = try await client.get("/model").text
            #expect(after.contains("Recommendations that were followed"))
            #expect(after.contains("<dt>Outcomes</dt><dd>2</dd>"))
            #expect(!after.contains("No recommendation with a forecast has been followed"))
        }
    }
}
