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
}
