import Foundation
import Remediation

/// Failures and decisions of the size that a service sees.
struct Workload: Sendable {
    let log: String
    let body: String

    init() {
        log =
            (1...12).map { "2026-11-21T08:45:\(10 + $0)Z step \($0 * 7_919) of the job wrote 1234 records to part-0000\($0)\n" }.joined()
            + "slurmstepd: error: Detected 1 oom_kill event in StepId=42.0. Some of the step tasks have been OOM Killed.\n"
        var failure = Self.failure(0, log: "")
        failure.log = ""
        body = String(decoding: (try? JSONEncoder().encode(failure)) ?? Data(), as: UTF8.self)
    }

    static func id(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 26 - digits.count) + digits
    }

    private static func failure(_ number: Int, log: String) -> JobFailure {
        JobFailure(
            job: "nightly-\(number % 997)/\(number)",
            runId: "slurm-\(number)",
            engine: "slurm",
            schedulerState: "OUT_OF_MEMORY",
            exitCode: 137,
            signal: Signal(number: 9),
            log: log,
            resources: Resources(memoryBytes: 300_000_000 + Int64(number), cpus: 2, timeLimitSeconds: 3_600),
            runSeconds: 61.5,
            peakMemoryBytes: 299_000_000,
            inputBytes: 1_200_000_000,
            limits: ResourceLimits(memoryBytes: 64_000_000_000, cpus: 32),
            labels: ["process": "align", "dataset": "human-\(number % 31)", "queue": "long"]
        )
    }

    func accept(_ number: Int, in store: any RemediationStore) async throws {
        _ = try await store.accept(
            Self.failure(number, log: log),
            id: Self.id(number),
            idempotencyKey: nil,
            receivedAt: Timestamp(milliseconds: Int64(number))
        )
    }

    func decide(_ number: Int, in store: any RemediationStore) async throws {
        let rungs = (1...5).map { step in
            LadderRung(
                resources: Resources(memoryBytes: Int64(step) * 500_000_000 + Int64(number), cpus: 2),
                successProbability: 1 - 0.3 / Double(step),
                expectedCostUSD: 0.012_34 * Double(step),
                expectedSeconds: 71.25
            )
        }
        let classification = Classification(
            failureClass: .containerLimit,
            retryable: .changedConfiguration,
            confidence: 0.98,
            rule: "slurm-oom-kill",
            lines: LineRange(first: 13, last: 13),
            matches: [RuleMatch(rule: "slurm-oom-kill", failureClass: .containerLimit, lines: LineRange(first: 13, last: 13))],
            facts: ["limitBytes": .number(300_000_000)],
            reasons: ["the kernel killed a task of the step for passing its memory limit"],
            exhausted: .memory,
            packVersion: "1"
        )
        let recommendation = Recommendation(
            id: Self.id(1_000_000_000 + number),
            failureId: Self.id(number),
            action: .retry,
            target: rungs.first?.resources,
            uncappedTarget: rungs.first?.resources,
            ladder: Array(rungs.prefix(3)),
            front: rungs,
            contributions: (1...6).map { Contribution(feature: "limit to peak \($0)", value: "1.\($0)x", logOdds: 0.1 * Double($0)) },
            reasons: ["the largest peak of 12 past runs is 612 MB", "memory was exhausted, the other resources were not"],
            mode: .approve,
            state: .pending,
            createdAt: Timestamp(milliseconds: Int64(number))
        )
        _ = try await store.decide(
            failureId: Self.id(number),
            classification: classification,
            recommendation: recommendation,
            delivery: nil
        )
    }
}
