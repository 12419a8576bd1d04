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
        #expect(rows.count == 6 && rows[2].contains("r5 x 4") && rows[2].contains("1.00") && rows[2].contains("framework=spark: 2 jobs"))

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

    @Test func aFleetIsPlannedAndWhatWaitsSaysWhy() throws {
        let lines = [
            #"{"event":"ask","id":"big","job":"a","requested":{"memoryBytes":4000000000,"cpus":64}}"#,
            #"{"event":"ask","id":"small","job":"b","requested":{"memoryBytes":4000000000,"cpus":1}}"#,
            #"{"event":"ask","id":"second","job":"b","requested":{"memoryBytes":4000000000,"cpus":1}}"#,
        ]
        let input = lines.joined(separator: "\n")
        let plan = try Program.run(["plan-fleet", "--cpus", "1", "--memory", "1PiB", "--value", "5"], input: input)
        #expect(plan.status == 0, "\(plan.errors)")
        let rows = try plan.output.split(separator: "\n").map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(rows.count == 4 && rows[3]["running"] as? Int == 1)
        #expect((rows[0]["reason"] as? String ?? "").contains("does not fit the totals even alone: it needs at least"))
        let reasons = rows[1...2].compactMap { $0["reason"] as? String }
        #expect(reasons == ["worth less than what the others do with its share"])
        let gap = try #require(rows[3]["relativeGap"] as? Double)
        #expect(gap >= 0 && gap < 1e-6)
        let cheap = try Program.run(["plan-fleet", "--value", "0.0001"], input: lines[1])
        #expect(cheap.output.contains("more than its success is worth"))
    }

    @Test func aFleetRefusesWhatMakesNoSense() throws {
        let ask = #"{"event":"ask","id":"1","job":"a"}"#
        for wrong in [["--cpus=-5"], ["--value", "nan"], ["--value", "0"], ["--budget", "nan"], ["--cpus", "inf"]] {
            let result = try Program.run(["plan-fleet"] + wrong, input: ask)
            #expect(result.status == 64 && result.errors.contains("must be"), "\(wrong)")
        }
        let event = try Program.run(["plan-fleet"], input: ask + "\n" + #"{"event":"run","job":"a"}"#)
        #expect(event.status == 65 && event.errors.contains(#"line 2: event: must be "attempt" or "ask""#))
        #expect(try Program.run(["plan-fleet", "--memory", "lots"], input: ask).errors.contains("2TiB"))
        #expect(try Program.run(["plan-fleet"], input: ask + "\n{\"event\"").errors.contains("line 2"))
    }
}
