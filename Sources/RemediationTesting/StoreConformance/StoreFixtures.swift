internal import Remediation

/// Values for the checks; a number tells them apart.
enum StoreFixtures {
    static let start = Timestamp(milliseconds: 1_795_000_000_000)

    /// An identifier of 26 characters that sorts by `number`.
    static func id(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 26 - digits.count) + digits
    }

    static func time(_ number: Int) -> Timestamp { Timestamp(milliseconds: start.milliseconds + Int64(number)) }

    /// A failure of a run of its own.
    static func failure(_ number: Int, job: String? = nil, engine: String = "slurm", log: String = "") -> JobFailure {
        JobFailure(
            job: job ?? "job-\(number)",
            runId: "run-\(number)",
            engine: engine,
            exitCode: 137,
            log: log,
            resources: Resources(memoryBytes: 300_000_000, cpus: 2)
        )
    }

    /// A failure with every field set, to values that are easily lost.
    static func fullFailure(_ number: Int, log: String = "Killed\u{0}\r\n\u{FEFF}ÄÖ😀\n") -> JobFailure {
        JobFailure(
            job: "daily \"Überblick\" 😀 \\ ' ; --",
            runId: "run-\(number)",
            attempt: 1_000_000,
            engine: "kubernetes",
            schedulerState: "OOMKilled",
            exitCode: -9,
            signal: Signal(number: 9),
            log: log,
            resources: Resources(
                memoryBytes: Resources.largestBytes,
                cpus: 0.1,
                memoryOverheadBytes: 0,
                gpus: 0.25,
                diskBytes: 1,
                timeLimitSeconds: 0.001,
                workers: 3,
                concurrency: 4
            ),
            runSeconds: 1.0 / 3,
            peakMemoryBytes: 299_999_999,
            inputBytes: 1.5e17,
            limits: ResourceLimits(memoryBytes: 1 << 40, cpus: 64, timeLimitSeconds: 86_400, diskBytes: 1 << 41),
            labels: ["queue": "long", "": "x", "Ä": ""].filter { !$0.key.isEmpty },
            podStatus: .object(["phase": .string("Failed"), "n": .number(137), "x": .array([.null, .bool(true), .number(0.5)])])
        )
    }

    static func classification(_ failureClass: FailureClass = .containerLimit) -> Classification {
        Classification(
            failureClass: failureClass,
            retryable: failureClass.retryability,
            confidence: 0.97,
            rule: "slurm-oom-kill",
            lines: LineRange(first: 2, last: 3),
            matches: [RuleMatch(rule: "slurm-oom-kill", failureClass: failureClass, lines: LineRange(first: 2, last: 3))],
            facts: ["limitBytes": .number(300_000_000), "node": .text("n\u{0}1")],
            reasons: ["the kernel killed it"],
            backoffSeconds: 30,
            exhausted: failureClass.exhausted,
            packVersion: "1"
        )
    }

    static func recommendation(
        _ number: Int,
        of failure: Int,
        state: RecommendationState = .pending,
        mode: RemediationMode = .approve
    ) -> Recommendation {
        let rung = LadderRung(
            resources: Resources(memoryBytes: 700_000_000, cpus: 2),
            successProbability: 0.9,
            expectedCostUSD: 0.012_345_678_9,
            expectedSeconds: 61
        )
        return Recommendation(
            id: id(number),
            failureId: id(failure),
            action: .retry,
            target: rung.resources,
            uncappedTarget: Resources(memoryBytes: 900_000_000, cpus: 2),
            backoffSeconds: 0,
            ladder: [rung],
            front: [rung, rung],
            contributions: [Contribution(feature: "limit - peak", value: "1.8x", logOdds: -0.1)],
            reasons: ["memory was short"],
            guardrails: [GuardrailRecord(guardrail: "capacity", reason: "the node has no more")],
            mode: mode,
            state: state,
            createdAt: time(number),
            decidedBy: state == .pending ? nil : "policy"
        )
    }

    static func delivery(_ number: Int, of recommendation: Recommendation, dueAt: Timestamp = start) -> Delivery {
        Delivery(
            id: id(number),
            target: "slurm",
            repair: Repair(
                idempotencyKey: "repair-\(number)",
                recommendationId: recommendation.id,
                failureId: recommendation.failureId,
                job: "job",
                runId: "run",
                attempt: 1,
                engine: "slurm",
                failureClass: .containerLimit,
                current: Resources(memoryBytes: 300_000_000),
                target: recommendation.target ?? Resources(memoryBytes: 600_000_000),
                labels: ["queue": "long"]
            ),
            dueAt: dueAt
        )
    }

    static func attempt(_ number: Int, job: String = "job", result: Attempt.Result = .succeeded) -> Attempt {
        Attempt(
            job: job,
            runId: "run-\(number)",
            attempt: 2,
            engine: "slurm",
            requested: Resources(memoryBytes: 700_000_000, cpus: 2),
            inputBytes: 12,
            result: result,
            failureClass: result == .failed ? .containerLimit : nil,
            peakMemoryBytes: 612_000_000,
            runSeconds: 60.5,
            labels: ["queue": "long"],
            capped: true,
            endedAt: time(number)
        )
    }

    /// Accepts failure `number` and decides it; the recommendation's identifier is `id(1_000_000 + number)`.
    @discardableResult
    static func decided(
        _ number: Int,
        in store: any RemediationStore,
        state: RecommendationState = .pending,
        failure: JobFailure? = nil,
        failureClass: FailureClass = .containerLimit,
        withDelivery: Bool = false
    ) async throws(RemediationError) -> Recommendation {
        _ = try await store.accept(failure ?? Self.failure(number), id: id(number), idempotencyKey: nil, receivedAt: time(number))
        let recommendation = recommendation(1_000_000 + number, of: number, state: state)
        _ = try await store.decide(
            failureId: id(number),
            classification: classification(failureClass),
            recommendation: recommendation,
            delivery: withDelivery ? delivery(2_000_000 + number, of: recommendation) : nil
        )
        return recommendation
    }
}
