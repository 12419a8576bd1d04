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
    ])
    func mistakesAreNamed(yaml: String, field: String) {
        let error = #expect(throws: RemediationError.self) { try RemediationPolicy(yaml: yaml) }
        #expect(error?.code == .invalidInput)
        #expect(error?.field == field)
    }

    @Test func brokenYAMLIsRefused() {
        #expect(throws: RemediationError.self) { try RemediationPolicy(yaml: "mode: [") }
    }
}
