import Foundation
import ModelLifecycle
import Remediation
import Testing

@testable import RemediationEngine

@Suite("Peers' policies")
struct PeerPolicyTests {
    /// Traces and published numbers; they have no licence to ship.
    static let folder = ProcessInfo.processInfo.environment["MULLIGAN_NFCORE"] ?? "../shared/data/nfcore-memory"
    static let hasTraces = FileManager.default.fileExists(atPath: folder + "/published-baselines-seed1996.csv")

    private func success(_ peak: Int64, input: Double = 0, seconds: Double = 60) -> Attempt {
        Attempt(
            job: "j",
            requested: Resources(memoryBytes: peak * 2),
            inputBytes: input,
            result: .succeeded,
            peakMemoryBytes: peak,
            runSeconds: seconds
        )
    }

    private func request(input: Double = 0, failed: [Int64] = []) -> AdviceRequest {
        AdviceRequest(
            job: "j",
            inputBytes: input,
            failed: failed.map { FailedConfiguration(resources: Resources(memoryBytes: $0), failureClass: .containerLimit) }
        )
    }

    private func same(_ limits: [Int64], _ expected: [Int64], sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(limits == expected, sourceLocation: sourceLocation)
    }

    @Test("tovar: the past need of least expected cost, then the largest, then a node")
    func tovar() {
        var policy = TovarPolicy(node: 1_000)
        for need in [10, 10, 10, 10, 10, 10, 10, 10, 10, 100] as [Int64] { policy.learn(success(need)) }
        // 10 x 1 + 100 x 0.1 = 20 against 100 x 1.
        same(policy.ladder(for: request()), [10])
        same(policy.ladder(for: request(failed: [10])), [100])
        same(policy.ladder(for: request(failed: [10, 100])), [1_000])
        // Long runs of the large need turn it: nearly all the time then lies above the small one.
        for _ in 0..<10 { policy.learn(success(100, seconds: 600)) }
        same(policy.ladder(for: request()), [100])
    }

    @Test("witt-p95: between the order statistics, doubled after a failure")
    func percentile() {
        var policy = WittPercentilePolicy()
        for need in (1...21).reversed() { policy.learn(success(Int64(need) * 100)) }
        same(policy.ladder(for: request()), [2_000])
        same(policy.ladder(for: request(failed: [2_000])), [4_000])
    }

    @Test("witt-lr: the line, and the spread of its errors once it has made some")
    func regression() {
        var policy = WittRegressionPolicy()
        for input in [1.0, 2, 3] { policy.learn(success(Int64(input * 1_000), input: input)) }
        same(policy.ladder(for: request(input: 10)), [10_000])
        // The run needs twice as much, which is an error of half; the next one lies on the new line, 6,500 + 2,200 (x - 4).
        policy.learn(success(20_000, input: 10))
        same(policy.ladder(for: request(input: 5)), [8_700])
        policy.learn(success(8_700, input: 5))
        // Errors of a half and of none spread by a quarter.
        let spread = policy.ladder(for: request(input: 5))
        #expect(abs(Double(spread[0]) - 8_700 * 1.25) < 2)
        same(policy.ladder(for: request(input: 10, failed: [10_000])), [20_000])
    }

    @Test("double and ladder begin at the user's request")
    func multiples() throws {
        let advisor = Advisor(model: try #require(AdvisorTests.model))
        var asked = request()
        asked.requested = Resources(memoryBytes: 100)
        var double = try ReplayPolicies.named("double", advisor: advisor)
        var ladder = try ReplayPolicies.named("ladder:2,3,4", advisor: advisor)
        var limits: [Int64] = []
        for _ in 0..<5 {
            let answer = ladder.ladder(for: asked)
            let limit = try #require(answer.first)
            limits.append(limit)
            asked.failed.append(FailedConfiguration(resources: Resources(memoryBytes: limit), failureClass: .containerLimit))
        }
        #expect(limits == [100, 200, 300, 400, 800])
        same(double.ladder(for: asked), [1_600])
    }

    @Test(
        "a name that is no policy is refused with the names that are",
        arguments: ["", "fixed:", "fixed:many", "ladder:", "ladder:3,2", "sizey"]
    )
    func names(_ name: String) throws {
        let advisor = Advisor(model: try #require(AdvisorTests.model))
        #expect(throws: RemediationError.self) { try ReplayPolicies.named(name, advisor: advisor) }
    }

    @Test("the oracle wastes nothing and never fails; reliability counts first attempts")
    func oracle() throws {
        let runs = (0..<40).map { success(1_000_000 + Int64($0) * 1_000) }
        var oracle = OraclePolicy()
        let bound = SizingReplay().replay(runs, seed: 1, policy: &oracle)
        #expect(bound.wastage == 0 && bound.failures == 0 && bound.firstSuccesses == bound.tasks)
        var ours = MulliganPolicy(advisor: Advisor(model: try #require(AdvisorTests.model)))
        let score = SizingReplay().replay(runs, seed: 1, policy: &ours)
        #expect(score.reliability.count == score.tasks && score.tasks == 28)
        let error = try #require(score.reliability.calibrationError)
        #expect(error >= 0 && error <= 1)
    }

    /// The published replay itself, drawn by draw. Its regression shares one list of errors among all processes of a workflow, which the
    /// method does not, so that only each workflow's first process can agree.
    @Test(
        "wastage and failures are those published, process by process",
        .enabled(if: hasTraces, "the nf-core traces are kept outside the project; set MULLIGAN_NFCORE"),
        arguments: ["rnaseq", "chipseq", "iwd", "eager"]
    )
    func published(workflow: String) throws {
        let advisor = Advisor(model: try #require(AdvisorTests.model))
        let trace = try TraceReader.read("\(Self.folder)/\(workflow).csv")
        let replay = SizingReplay()
        let lines = try String(contentsOfFile: Self.folder + "/published-baselines-seed1996.csv", encoding: .utf8).split(separator: "\n")
        let published = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }.filter {
            $0[0] == workflow
        }
        let processes = replay.processes(trace)
        let names = Set(processes.map { $0.name })
        let first = try #require(trace.runs.compactMap { $0.success?.job }.first { names.contains($0) })
        var compared = 0
        for (policy, method, offset) in [
            ("tovar", "Tovar", "Default"), ("witt-p95", "Witt-Percentile", "Default"), ("witt-lr", "Witt-LR", "STD"),
        ] {
            for (name, runs) in processes where policy != "witt-lr" || name == first {
                let process = String(name.dropFirst(workflow.count + 1))
                guard let line = published.first(where: { $0[1] == method && $0[2] == offset && $0[4] == process }) else { continue }
                var peer = try ReplayPolicies.named(policy, advisor: advisor)
                let split = PublishedSplit(count: runs.count, seed: 1996)
                let score = replay.replay(runs, history: split.history, judged: split.judged, policy: &peer)
                let wastage = try #require(Double(line[6]))
                #expect(score.tasks == Int(line[5]) && score.failures == Int(line[7]), "\(policy) on \(process)")
                #expect(abs(score.wastage - wastage) <= 1e-4 * wastage + 1e-6, "\(policy) on \(process): \(score.wastage), not \(wastage)")
                compared += 1
            }
        }
        #expect(compared > 10)
    }
}
