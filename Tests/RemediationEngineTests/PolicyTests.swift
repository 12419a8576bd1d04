import Remediation
import RemediationEngine
import Testing

@Suite struct PolicyTests {
    @Test func theFirstEntryThatFitsDecides() throws {
        let policy = try RemediationPolicy(
            yaml: """
                mode: observe
                rules:
                  - {jobs: ["payroll"], mode: approve}
                  - {jobs: ["nightly-*", "*-adhoc"], classes: ["memory.*"], engines: [slurm], mode: auto}
                limits: {memory: 64GiB, cpus: 32, time: 24h}
                max-attempts: 3
                adapters: {slurm: slurm}
                schedulers: {slurm: {}}
                """
        )
        #expect(policy.mode(for: .containerLimit, job: "payroll", engine: "slurm") == .approve)
        #expect(policy.mode(for: .containerLimit, job: "nightly-1", engine: "slurm") == .auto)
        #expect(policy.mode(for: .containerLimit, job: "x-adhoc", engine: "slurm") == .auto)
        #expect(policy.mode(for: .containerLimit, job: "nightly-1", engine: "spark") == .observe)
        #expect(policy.mode(for: .dns, job: "nightly-1", engine: "slurm") == .observe)
        #expect(policy.limits == ResourceLimits(memoryBytes: 64 << 30, cpus: 32, timeLimitSeconds: 86_400))
        #expect(policy.adapters == ["slurm": "slurm"])
    }

    @Test func anEmptyPolicyAsksForEverything() throws {
        let policy = try RemediationPolicy(yaml: "{}")
        #expect(policy == RemediationPolicy())
        #expect(policy.mode(for: .dns, job: "x", engine: "y") == .approve)
    }

    @Test(arguments: [
        ("mode: maybe", "mode"),
        ("colour: red", "colour"),
        ("max-attempts: 0", "max-attempts"),
        ("limits: {memory: lots}", "limits.memory"),
        ("limits: {ram: 1GiB}", "limits.ram"),
        ("rules: [{classes: [\"memroy.*\"], mode: auto}]", "rules.[0].classes"),
        ("rules: [{job: x, mode: auto}]", "rules.[0].job"),
        ("run-budget-usd: -1", "run-budget-usd"),
        ("day-budget-usd: lots", "day-budget-usd"),
        ("cool-down: {wait: soon}", "cool-down.wait"),
        ("cool-down: {wait: 31d}", "cool-down.wait"),
        ("cool-down: {failures: 0, wait: 1m}", "cool-down.failures"),
        ("cool-down: {failures: 2}", "cool-down.wait"),
        ("cool-down: {wait: 1m, for: 2m}", "cool-down.for"),
    ])
    func mistakesAreNamed(yaml: String, field: String) {
        let error = #expect(throws: RemediationError.self) { try RemediationPolicy(yaml: yaml) }
        #expect(error?.code == .invalidInput)
        #expect(error?.field == field)
    }

    @Test func mistakesAreNamedWithTheirLine() {
        let head = "mode: auto\n# money\n"
        let mistakes: [(yaml: String, line: Int)] = [
            ("day-budget-usd: 5\nrun-budget-usd: -1\n", 4), ("cool-down:\n  failures: 2\n  within: 5 minutes\n", 5),
            ("limits:\n  memory: 1GiB\nrules:\n  - {mode: auto}\n  - jobs: [a]\n    mode: maybe\n", 8), ("cool-down:\n  failures: 2\n", 3),
        ]
        for mistake in mistakes {
            let error = #expect(throws: RemediationError.self) { try RemediationPolicy(yaml: head + mistake.yaml) }
            #expect(error?.line == mistake.line, "\(mistake.yaml)")
            #expect(error?.description.hasPrefix("line \(mistake.line): ") == true)
        }
    }

    @Test func moneyAndCoolDownAreRead() throws {
        let policy = try RemediationPolicy(
            yaml: "{run-budget-usd: 2.5, day-budget-usd: 100, cool-down: {failures: 3, within: 30m, wait: 90s}}"
        )
        #expect(policy.runBudgetUSD == 2.5 && policy.dayBudgetUSD == 100)
        #expect(policy.coolDown == CoolDownRule(failures: 3, withinSeconds: 1_800, waitSeconds: 90))
    }

    @Test func brokenYAMLIsRefused() {
        #expect(throws: RemediationError.self) { try RemediationPolicy(yaml: "mode: [") }
    }

    @Test func memoryIsChosenFromWhatTheSiteGrants() throws {
        let policy = try RemediationPolicy(yaml: "{limits: {memory: 8GiB}, memory-choices: [2GiB/1h, 4GiB/2h, 8GiB/2h]}")
        let choices = try #require(policy.memoryChoices)
        #expect(choices.bytes == [2 << 30, 4 << 30, 8 << 30] && choices.seconds == [3_600, 7_200, 7_200])
        #expect(try MemoryChoices(commandLine: "2GiB/1h,4GiB/2h,8GiB/2h") == choices)
        let options = AdviceOptions().granting(choices)
        #expect(options.memoryChoices == choices.bytes && options.timeChoices == choices.seconds)
        #expect(AdviceOptions().granting(nil) == AdviceOptions())
        // A guardrail that lowers a target lowers it to what is granted.
        let failure = memoryFailure(run: 1, memory: 1 << 30)
        let wanted = Resources(memoryBytes: 8 << 30, timeLimitSeconds: 7_200)
        let eight = Proposal(action: .retry, target: wanted)
        let step = StepLimit(factor: 3, choices: choices).apply(to: eight, of: failure, after: [])
        #expect(step.target == Resources(memoryBytes: 2 << 30, timeLimitSeconds: 3_600))
        let capped = [
            ResourceLimits(memoryBytes: 3 << 30): Resources(memoryBytes: 2 << 30, timeLimitSeconds: 3_600),
            ResourceLimits(memoryBytes: 5 << 30, timeLimitSeconds: 86_400): Resources(memoryBytes: 4 << 30, timeLimitSeconds: 7_200),
            // Less time is a smaller choice.
            ResourceLimits(timeLimitSeconds: 7_000): Resources(memoryBytes: 2 << 30, timeLimitSeconds: 3_600),
            ResourceLimits(memoryBytes: 8 << 30, timeLimitSeconds: 7_200): wanted,
        ]
        for (limits, expected) in capped {
            let proposal = CapacityCap(limits: limits, choices: choices).apply(to: eight, of: failure, after: [])
            #expect(proposal.action == .retry && proposal.target == expected, "\(limits)")
            #expect(proposal.uncapped == (expected == wanted ? nil : wanted))
        }
    }

    @Test func aPersonIsAskedWhereNoChoiceFits() throws {
        let choices = try MemoryChoices(commandLine: "2GiB/1h,4GiB/2h,8GiB/2h")
        let failure = memoryFailure(run: 1, memory: 1 << 30)
        let wanted = Resources(memoryBytes: 8 << 30, timeLimitSeconds: 7_200)
        let eight = Proposal(action: .retry, target: wanted)
        let guardrails: [(guardrail: any Guardrail, name: String)] = [
            (StepLimit(factor: 1.5, choices: choices), "step"),
            (CapacityCap(limits: ResourceLimits(memoryBytes: 1536 << 20), choices: choices), "capacity"),
            (CapacityCap(limits: ResourceLimits(timeLimitSeconds: 1_800), choices: choices), "capacity"),
        ]
        for (guardrail, name) in guardrails {
            let proposal = guardrail.apply(to: eight, of: failure, after: [])
            #expect(proposal.action == .review && proposal.target == nil && proposal.uncapped == wanted)
            #expect(proposal.records.map(\.guardrail) == [name])
            #expect(proposal.reasons.last?.contains("8 GiB") == true, "\(proposal.reasons)")
        }
        // Without choices anything in between will do.
        let free = CapacityCap(limits: ResourceLimits(memoryBytes: 1536 << 20)).apply(to: eight, of: failure, after: [])
        #expect(free.target?.memoryBytes == 1536 << 20)
    }

    @Test func choicesOfTheCommandLineAreHeldToTheSameLimits() throws {
        let policy = try RemediationPolicy(yaml: "limits: {memory: 8GiB}")
        let error = #expect(throws: RemediationError.self) {
            try MemoryChoices(commandLine: "2GiB,64GiB").validate(under: policy.limits, field: "--memory-choices")
        }
        #expect(error?.field == "--memory-choices" && error?.message.contains("above limits.memory") == true)
        try MemoryChoices(commandLine: "2GiB,8GiB").validate(under: policy.limits, field: "--memory-choices")
        try MemoryChoices(commandLine: "64GiB").validate(under: ResourceLimits(), field: "--memory-choices")
    }

    @Test(arguments: [
        ("[4GiB, 2GiB]", "ascending"), ("[2GiB/1h, 4GiB]", "with each or with none"), ("[much]", "is not a size"), ("[]", "no size"),
        ("8GiB", "is not a list"), ("[2GiB/soon]", "no time"), ("[2GiB, 64GiB]", "above limits.memory"),
    ])
    func refusesChoicesThatAreNone(yaml: String, reason: String) {
        let error = #expect(throws: RemediationError.self) {
            try RemediationPolicy(yaml: "limits: {memory: 8GiB}\nmemory-choices: \(yaml)\n")
        }
        #expect(error?.message.contains(reason) == true && error?.field?.contains("memory-choices") == true, "\(String(describing: error))")
    }
}
