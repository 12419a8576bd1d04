import Foundation
import Testing

@Suite struct CommandLineTests {
    @Test(arguments: [
        "serve", "submit", "recommend", "classify", "rules", "advise", "train", "evaluate", "backtest", "boost", "pause", "resume", "audit",
        "plan-fleet", "clusters", "migrate", "tokens", "doctor",
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
        let exported = ["--html", "\(folder.path)/m.html", "--table", "\(folder.path)/m.csv", "--onnx", "\(folder.path)/m.onnx"]
        #expect(try Program.run(["boost", "explain", "--model", model] + exported).status == 0)
        for name in ["m.html", "m.csv", "m.onnx"] { #expect(FileManager.default.fileExists(atPath: "\(folder.path)/\(name)")) }
    }

    /// What is refused, the flags beside it, and the places that the one line on standard error must name.
    static let refusedTables: [(csv: String, flags: [String], places: [String])] = [
        ("x,y\n1,0\n2\n", [], ["row 2"]),
        ("x,y\n1,0\n2,nan\n", [], ["row 2", "\"y\""]),
        ("x,y\n1,0\n2,1\n3,\n", [], ["row 3", "\"y\""]),
        ("x,y\n1,0\n2,inf\n", ["--objective", "squared"], ["row 2", "\"y\""]),
        ("x,y\n1,0\ninf,1\n", [], ["row 2", "\"x\""]),
        ("x,y\n1,0\n2,7\n", [], ["row 2", "\"y\""]),
        ("x,y\n1,1\n2,1\n", [], ["\"y\"", "nothing to learn"]),
        ("x,z,y\n1,,0\n2,,1\n", [], ["\"z\"", "every value is missing"]),
        ("x,y\n1,0\n2,1\n", ["--monotone", "x:+", "--monotone", "x:-"], ["\"x\"", "to rise and to fall"]),
        ("x,y\nred,0\nblue,1\n", ["--monotone", "x:+"], ["\"x\"", "categorical"]),
        ("x,y\n1,0\n2,1\n", ["--monotone", "z:+"], ["\"z\""]),
        ("x,w,y\n1,1,0\n2,-1,1\n", ["--weight", "w"], ["row 2", "\"w\""]),
        ("x,x,y\n1,1,0\n", [], ["\"x\"", "twice"]),
    ]

    @Test(arguments: refusedTables.indices) func boostRefusesByRowAndColumn(index: Int) throws {
        let (csv, flags, places) = Self.refusedTables[index]
        let folder = try TemporaryFolder()
        let data = try folder.write(csv, to: "data.csv")
        let model = "\(folder.path)/model.json"
        let refused = try Program.run(["boost", "train", "--data", data, "--label", "y", "--model", model] + flags)
        #expect(refused.status == 65)
        for place in places { #expect(refused.errors.contains(place), "\(refused.errors)") }
        #expect(refused.errors.split(separator: "\n").count == 1)
        #expect(!FileManager.default.fileExists(atPath: model))
    }

    @Test func boostExplainsEachScoreWithItsStandardError() throws {
        let folder = try TemporaryFolder()
        var csv = "x,start,y\n"
        for row in 0..<300 { csv += "\(row % 30),\(row % 7),\(row % 30 + row % 7)\n" }
        let data = try folder.write(csv, to: "data.csv")
        let model = "\(folder.path)/model.json"
        let flags = ["--objective", "squared", "--base-score", "start", "--rounds", "300", "--bags", "4", "--model", model]
        #expect(try Program.run(["boost", "train", "--data", data, "--label", "y"] + flags).status == 0)
        let explained = try Program.run(["boost", "explain", "--model", model, "--data", data])
        for (index, line) in explained.output.split(separator: "\n").enumerated() {
            let row = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            // What the start does not explain is x itself.
            let score = try #require(row["score"] as? Double)
            #expect(abs(score - Double(index % 30)) < 2)
            #expect(try #require(row["standardError"] as? Double) >= 0)
        }
    }

    @Test func boostRefusesACategoryNeverSeenUnlessAsked() throws {
        let folder = try TemporaryFolder()
        var csv = "engine,y\n"
        for row in 0..<200 { csv += "\(row % 2 == 0 ? "spark" : "slurm"),\(row % 2)\n" }
        let model = "\(folder.path)/model.json"
        let data = try folder.write(csv, to: "data.csv")
        #expect(try Program.run(["boost", "train", "--data", data, "--label", "y", "--rounds", "20", "--model", model]).status == 0)
        let new = try folder.write("engine\nspark\nairflow\n", to: "new.csv")
        for command in ["predict", "explain"] {
            let refused = try Program.run(["boost", command, "--model", model, "--data", new])
            #expect(refused.status == 65)
            #expect(refused.output.isEmpty)
            for part in ["row 2", "\"engine\"", "\"airflow\""] { #expect(refused.errors.contains(part), "\(refused.errors)") }
        }
        let accepted = try Program.run(["boost", "predict", "--model", model, "--data", new, "--unseen", "average"])
        #expect(accepted.status == 0)
        let probabilities = accepted.output.split(separator: "\n").compactMap { Double($0) }
        #expect(probabilities.count == 2 && probabilities[0] < 0.2 && abs(probabilities[1] - 0.5) < 1e-6)
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
