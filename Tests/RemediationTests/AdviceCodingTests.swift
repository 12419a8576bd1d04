import Foundation
import Remediation
import Testing

@Suite struct AdviceCodingTests {
    @Test func aRungKeepsItsResourcesBesideItsOdds() throws {
        let rung = LadderRung(
            resources: Resources(memoryBytes: 1 << 30, cpus: 2),
            successProbability: 0.9,
            expectedCostUSD: 0.01
        )
        let data = try JSONEncoder().encode(rung)
        let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(Set(object.keys) == ["memoryBytes", "cpus", "successProbability", "expectedCostUSD"])
        #expect(try JSONDecoder().decode(LadderRung.self, from: data) == rung)
    }

    @Test func aRequestReadsTheLineOfTheContract() throws {
        let line = #"""
            {"event":"ask","id":"7","job":"a","failed":[{"memoryBytes":5,"failureClass":"memory.container_limit"}],"limits":{"memoryBytes":9,"cpus":2}}
            """#
        let request = try JSONDecoder().decode(AdviceRequest.self, from: Data(line.utf8))
        #expect(request.failed == [FailedConfiguration(resources: Resources(memoryBytes: 5), failureClass: .containerLimit)])
        #expect(request.limits?.memoryBytes == 9)
        #expect(try JSONDecoder().decode(AdviceRequest.self, from: JSONEncoder().encode(request)) == request)
    }
}
