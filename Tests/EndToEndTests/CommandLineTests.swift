import Foundation
import Testing

@Suite struct CommandLineTests {
    @Test(arguments: [
        "serve", "submit", "recommend", "classify", "rules", "advise", "train", "evaluate", "backtest", "boost", "pause", "resume", "audit",
        "migrate", "tokens", "doctor",
        "version",
    ])
    func everyCommandExplainsItself(command: String) throws {
        let help = try Program.run([command, "--help"])
        #expect(help.status == 0)
        #expect(help.output.contains("USAGE: mulligan \(command)"))
    }

    @Test func wrongUsageEndsWith64() throws {
        #expect(try Program.run(["serve", "--prot", "1"]).status == 64)
        #expect(try Program.run(["nonsense"]).status == 64)
        #expect(try Program.run(["serve", "--port", "70000"]).status == 64)
    }

    @Test func completionsAreGenerated() throws {
        let script = try Program.run(["--generate-completion-script", "bash"])
        #expect(script.status == 0)
        #expect(script.output.contains("mulligan"))
    }

    @Test func classifyAnswersLineByLine() throws {
        let line = #"{"id":"a","log":"java.lang.OutOfMemoryError: Java heap space","engine":"spark","exitCode":1}"#
        let result = try Program.run(["classify"], input: line + "\n" + #"{"id":"b","log":"all is well"}"# + "\n")
        #expect(result.status == 0, "\(result.errors)")
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 2)
        let second = try #require(JSONSerialization.jsonObject(with: Data(lines[1].utf8)) as? [String: Any])
        #expect(second["id"] as? String == "b")
        #expect(second["class"] as? String == "other.unknown")
        for member in ["category", "retryable", "confidence", "rule", "lines", "matches", "facts"] { #expect(second[member] != nil) }

        let broken = try Program.run(["classify"], input: line + "\n{\"id\":\n")
        #expect(broken.status == 65)
        #expect(broken.errors.contains("2"))
    }

    @Test func adviseLearnsAndAnswers() throws {
        var lines = (1...8).map { number in
            #"{"event":"attempt","job":"sort","requested":{"memoryBytes":8589934592,"cpus":1},"inputBytes":\#(number)000000000,"result":"succeeded","peakMemoryBytes":\#(number)00000000,"runSeconds":60}"#
        }
        lines.append(#"{"event":"ask","id":"q1","job":"sort","requested":{"memoryBytes":8589934592,"cpus":1},"inputBytes":4000000000}"#)
        lines.append(
            #"{"event":"ask","id":"q2","job":"sort","failed":[{"memoryBytes":4294967296,"failureClass":"memory.container_limit"}],"limits":{"memoryBytes":4294967296}}"#
        )
        let result = try Program.run(["advise"], input: lines.joined(separator: "\n") + "\n")
        #expect(result.status == 0, "\(result.errors)")
        let answers = try result.output.split(separator: "\n").map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(answers.count == 2)
        #expect(answers[0]["id"] as? String == "q1")
        #expect(answers[0]["action"] as? String == "retry")
        let first = try #require((answers[0]["ladder"] as? [[String: Any]])?.first)
        let memory = try #require(first["memoryBytes"] as? Int)
        #expect(memory > 200_000_000 && memory < 8_589_934_592)
        #expect(answers[1]["action"] as? String == "stop")
        #expect((answers[1]["reason"] as? String ?? "").contains("limit"))
    }

    @Test func aJobOfWhichNothingIsKnownStartsFromADeclaredRequest() throws {
        let result = try Program.run(["advise"], input: #"{"event":"ask","id":"q","job":"brand-new"}"# + "\n")
        let answer = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        let first = try #require((answer["ladder"] as? [[String: Any]])?.first)
        #expect((first["memoryBytes"] as? Int ?? 0) >= 512 << 20)
        #expect((answer["reason"] as? String ?? "").contains("4 GiB is assumed"))
    }

    @Test func boostTrainsPredictsAndExplains() throws {
        let folder = try TemporaryFolder()
        var csv = "x,y\n"
        for row in 0..<400 { csv += "\(row % 40),\(row % 40 >= 20 ? 1 : 0)\n" }
        let data = try folder.write(csv, to: "data.csv")
        let model = "\(folder.path)/model.json"
        let train = try Program.run(["boost", "train", "--data", data, "--label", "y", "--rounds", "50", "--model", model])
        #expect(train.status == 0, "\(train.errors)")
        #expect((try? JSONSerialization.jsonObject(with: Data(train.output.utf8))) != nil)
        let predict = try Program.run(["boost", "predict", "--model", model, "--data", data])
        let probabilities = predict.output.split(separator: "\n").compactMap { Double($0) }
        #expect(probabilities.count == 400)
        #expect(probabilities[0] < 0.2 && probabilities[39] > 0.8)
        #expect(try Program.run(["boost", "explain", "--model", model, "--data", data]).status == 0)
        let ragged = try folder.write("x,y\n1,0\n2\n", to: "ragged.csv")
        let refused = try Program.run(["boost", "train", "--data", ragged, "--label", "y", "--model", model])
        #expect(refused.status == 65)
        #expect(refused.errors.contains("row 2"))
    }

    /// Real failures of real systems, kept beside the project and not in it.
    static let captured = Program.repository + "/../shared/logs/captured.jsonl"

    @Test(.enabled(if: FileManager.default.fileExists(atPath: captured), "the captured logs are kept outside the project"))
    func realFailuresAreClassified() throws {
        let text = try String(contentsOfFile: Self.captured, encoding: .utf8)
        let result = try Program.run(["classify", Self.captured])
        #expect(result.status == 0, "\(result.errors)")
        var right = 0
        for (input, output) in zip(text.split(separator: "\n"), result.output.split(separator: "\n")) {
            let expected = try #require(JSONSerialization.jsonObject(with: Data(input.utf8)) as? [String: Any])
            let got = try #require(JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
            if (expected["accept"] as? [String] ?? []).contains(got["class"] as? String ?? "") { right += 1 }
        }
        #expect(right >= 14)
    }
}
