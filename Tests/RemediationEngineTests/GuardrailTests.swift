import Remediation
import RemediationEngine
import RemediationTesting
import Testing

@Suite struct GuardrailTests {
    private let gib: Int64 = 1 << 30

    private func failure(memory: Int64, attempt: Int = 1, limits: ResourceLimits? = nil) -> JobFailure {
        JobFailure(job: "a", runId: "1", attempt: attempt, engine: "slurm", resources: Resources(memoryBytes: memory), limits: limits)
    }

    private func apply(_ policy: RemediationPolicy, _ proposal: Proposal, _ failure: JobFailure, _ failed: [FailedConfiguration])
        -> Proposal
    {
        policy.guardrails(in: Circumstances()).reduce(proposal) { $1.apply(to: $0, of: failure, after: failed) }
    }

    @Test func theLastAttemptIsTheLast() {
        let proposal = Proposal(action: .retry, target: Resources(memoryBytes: 2 * gib))
        let policy = RemediationPolicy(mostAttempts: 3)
        #expect(apply(policy, proposal, failure(memory: gib, attempt: 2), []).action == .retry)
        let last = apply(policy, proposal, failure(memory: gib, attempt: 3), [])
        #expect(last.action == .stop)
        #expect(last.records.map(\.guardrail) == ["attempts"])
        #expect(last.uncapped == proposal.target)
    }

    @Test func whatIsTooUnsureOrTooDearIsLeftToAPerson() throws {
        let policy = try RemediationPolicy(yaml: "{ask-below: 0.3, ask-above-usd: 20}")
        func asked(_ chance: Double?, _ cost: Double?) -> Proposal {
            let target = Resources(memoryBytes: 2 * gib)
            return apply(policy, Proposal(action: .retry, target: target, chance: chance, expectedCostUSD: cost), failure(memory: gib), [])
        }
        #expect(asked(0.3, 20).action == .retry && asked(nil, nil).action == .retry)
        let unsure = asked(0.29, 1)
        #expect(unsure.action == .review && unsure.records.map(\.guardrail) == ["uncertainty"])
        #expect(unsure.target?.memoryBytes == 2 * gib, "a person may approve it")
        #expect(unsure.reasons.last?.contains("29 %") == true)
        let dear = asked(0.9, 20.5)
        #expect(dear.action == .review && dear.records.map(\.guardrail) == ["cost"])
        let lowered = apply(
            try RemediationPolicy(yaml: "{ask-below: 0.3, max-step: 1.5}"),
            Proposal(action: .retry, target: Resources(memoryBytes: 2 * gib), chance: 0.9),
            failure(memory: gib),
            []
        )
        #expect(lowered.action == .review && lowered.records.map(\.guardrail) == ["step", "uncertainty"])
        #expect(throws: RemediationError.self) { try RemediationPolicy(yaml: "{ask-below: 1.5}") }
        #expect(
            apply(RemediationPolicy(), Proposal(action: .retry, target: Resources(memoryBytes: 1), chance: 0), failure(memory: gib), [])
                .action == .retry
        )
    }

    @Test func aCapIsRecordedWithWhatWasWanted() {
        let proposal = Proposal(action: .retry, target: Resources(memoryBytes: 10 * gib, cpus: 8))
        let policy = RemediationPolicy(limits: ResourceLimits(memoryBytes: 6 * gib))
        let capped = apply(policy, proposal, failure(memory: gib, limits: ResourceLimits(memoryBytes: 4 * gib, cpus: 2)), [])
        #expect(capped.target == Resources(memoryBytes: 4 * gib, cpus: 2))
        #expect(capped.uncapped == proposal.target)
        #expect(capped.records.map(\.guardrail) == ["capacity"])
    }

    @Test func aCapOntoAFailedConfigurationIsAStop() {
        let proposal = Proposal(action: .retry, target: Resources(memoryBytes: 10 * gib))
        let failed = [FailedConfiguration(resources: Resources(memoryBytes: 4 * gib), failureClass: .containerLimit)]
        let policy = RemediationPolicy(limits: ResourceLimits(memoryBytes: 4 * gib))
        let stopped = apply(policy, proposal, failure(memory: 4 * gib), failed)
        #expect(stopped.action == .stop)
        #expect(stopped.target == nil)
        #expect(stopped.reasons.contains { $0.contains("10 GiB") && $0.contains("4 GiB") })
    }

    @Test func aTransientFailureMayRepeatItsConfiguration() {
        let proposal = Proposal(action: .retry, target: Resources(memoryBytes: gib))
        let failed = [FailedConfiguration(resources: Resources(memoryBytes: gib), failureClass: .nodeLost)]
        #expect(apply(RemediationPolicy(), proposal, failure(memory: gib), failed).action == .retry)
    }

    @Test func noTargetEscapesTheGuardrails() {
        var random = SplitMix64(seed: 7)
        for _ in 0..<5_000 {
            let policy = RemediationPolicy(
                mostAttempts: Int.random(in: 1...6, using: &random),
                largestStep: Double.random(in: 1.1...16, using: &random),
                limits: ResourceLimits(
                    memoryBytes: Int64.random(in: 1...(32 * gib), using: &random),
                    cpus: Double(Int.random(in: 1...8, using: &random))
                )
            )
            let failure = failure(memory: Int64.random(in: 1...(32 * gib), using: &random), attempt: Int.random(in: 1...6, using: &random))
            let failed = [FailedConfiguration(resources: failure.resources, failureClass: .containerLimit)]
            let proposal = Proposal(
                action: .retry,
                target: Resources(
                    memoryBytes: Int64.random(in: 1...(128 * gib), using: &random),
                    cpus: Double(Int.random(in: 1...16, using: &random))
                )
            )
            let result = apply(policy, proposal, failure, failed)
            guard result.action == .retry else {
                #expect(result.target == nil)
                #expect(!result.records.isEmpty)
                continue
            }
            guard let target = result.target else {
                Issue.record("a retry without a target")
                continue
            }
            #expect(failure.attempt < policy.mostAttempts)
            #expect(target.memoryBytes > failure.resources.memoryBytes)
            #expect(target.memoryBytes <= policy.limits.memoryBytes ?? .max)
            #expect(target.cpus <= policy.limits.cpus ?? .infinity)
            #expect(Double(target.memoryBytes) <= Double(failure.resources.memoryBytes) * policy.largestStep)
            #expect(result.records.isEmpty == (target == proposal.target))
        }
    }
}
