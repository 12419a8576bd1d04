import Foundation
import Testing

@Suite("Commands about many jobs") struct FleetCommandTests {
    private func attempt(_ job: String, _ machine: String, _ workers: Int, seconds: Int, result: String = "succeeded") -> String {
        #"{"event":"attempt","job":"\#(job)","requested":{"memoryBytes":8000000000,"cpus":2,"workers":\#(workers)},"result":"\#(result)","#
            + #""runSeconds":\#(seconds),"labels":{"machineType":"\#(machine)","framework":"spark"}}"#
    }

    @Test func clustersAreOrderedByWhatRelativesSpent() throws {
        let lines = [
            attempt("sort", "m5", 4, seconds: 600), attempt("sort", "m5", 8, seconds: 500), attempt("sort", "r5", 4, seconds: 200),
            #"{"event":"ask","id":"passed over","job":"other"}"#, "",
            attempt("join", "m5", 4, seconds: 300), attempt("join", "r5", 4, seconds: 290, result: "failed"),
        ]
        let arguments = ["clusters", "--job", "new", "--label", "framework=spark", "--input", "3GB"]
        let text = try Program.run(arguments, input: lines.joined(separator: "\r\n") + "\r\n")
        #expect(text.status == 0, "\(text.errors)")
        let rows = text.output.split(separator: "\n")
        #expect(rows.count == 5 && rows[1].contains("r5 x 4") && rows[1].contains("1.00") && rows[1].contains("framework=spark, 2 of them"))

        let json = try Program.run(arguments + ["--json"], input: lines.joined(separator: "\n"))
        let answer = try #require(JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        let clusters = try #require(answer["clusters"] as? [[String: Any]])
        #expect(clusters.map { $0["machineType"] as? String } == ["r5", "m5", "m5"])
        #expect(clusters.map { $0["nodes"] as? Int } == [4, 4, 8])
        #expect(answer["successProbability"] as? Double == 0.8)
    }

    @Test func clustersRefuseWhatTellsNothing() throws {
        let good = attempt("sort", "m5", 4, seconds: 600)
        let broken = try Program.run(["clusters", "--job", "new"], input: good + "\n" + #"{"event":"attempt","job":"x"}"# + "\n")
        #expect(broken.status == 65 && broken.errors.contains("line 2") && broken.errors.contains("requested") && broken.output.isEmpty)
        let single = try Program.run(["clusters", "--job", "new"], input: good + "\n")
        #expect(single.status == 65 && single.errors.contains("labels.machineType"))
        #expect(try Program.run(["clusters", "--job", "new", "--label", "spark"], input: good).errors.contains("NAME=VALUE"))
        #expect(try Program.run(["clusters", "--job", "new", "--input", "much"], input: good).errors.contains("90GB"))
        #expect(try Program.run(["clusters", "--job", "new", "/nowhere"]).errors.contains("/nowhere cannot be read"))
        #expect(try Program.run(["clusters", "--job", "new", "--count", "0"]).status == 64)
    }
}
