package import Remediation

/// What Mulligan may do on its own, by failure class and job; read from a policy file.
package struct RemediationPolicy: Hashable, Sendable {
    /// The mode where no entry says otherwise.
    package var defaultMode: RemediationMode
    /// Entries in order; the first that fits decides.
    package var entries: [PolicyEntry]
    /// The most attempts of one run, the first included.
    package var mostAttempts: Int
    /// The largest factor by which memory may grow in one step.
    package var largestStep: Double
    /// The least chance of success at which a retry is proposed without asking a person.
    package var leastChance: Double
    /// The most an attempt may be expected to cost without asking a person, in USD; nil for no bound.
    package var mostCostUSD: Double?
    /// The most that the retries of one run may cost together without asking a person, in USD; nil for no bound.
    package var runBudgetUSD: Double?
    /// The most that the automatic retries of the whole fleet may be expected to cost on one day in UTC, in USD; nil for no bound.
    package var dayBudgetUSD: Double?
    /// When a job that keeps failing is left alone for a while; nil for never.
    package var coolDown: CoolDownRule?
    /// The most that may be granted.
    package var limits: ResourceLimits
    /// The limits of memory that the site grants; nil where any will do.
    package var memoryChoices: MemoryChoices?
    /// The adapter that repairs the jobs of an engine, by engine; an engine without one is repaired by whoever posted the failure.
    package var adapters: [String: String]
    /// How many repairs the whole fleet may start.
    package var retryBudget: RetryBudget
    /// How incidents are recognised.
    package var incidents: IncidentOptions
    /// What is done when one opens.
    package var playbooks: [Playbook]

    /// A policy.
    package init(
        defaultMode: RemediationMode = .approve,
        entries: [PolicyEntry] = [],
        mostAttempts: Int = 5,
        largestStep: Double = 32,
        leastChance: Double = 0,
        mostCostUSD: Double? = nil,
        runBudgetUSD: Double? = nil,
        dayBudgetUSD: Double? = nil,
        coolDown: CoolDownRule? = nil,
        limits: ResourceLimits = ResourceLimits(),
        memoryChoices: MemoryChoices? = nil,
        adapters: [String: String] = [:],
        retryBudget: RetryBudget = RetryBudget(),
        incidents: IncidentOptions = IncidentOptions(),
        playbooks: [Playbook] = []
    ) {
        self.defaultMode = defaultMode
        self.entries = entries
        self.mostAttempts = mostAttempts
        self.largestStep = largestStep
        self.leastChance = leastChance
        self.mostCostUSD = mostCostUSD
        self.runBudgetUSD = runBudgetUSD
        self.dayBudgetUSD = dayBudgetUSD
        self.coolDown = coolDown
        self.limits = limits
        self.memoryChoices = memoryChoices
        self.adapters = adapters
        self.retryBudget = retryBudget
        self.incidents = incidents
        self.playbooks = playbooks
    }

    /// The mode for failures of `failureClass` of `job` on `engine`.
    package func mode(for failureClass: FailureClass, job: String, engine: String) -> RemediationMode {
        entries.first { $0.fits(failureClass, job: job, engine: engine) }?.mode ?? defaultMode
    }

    /// The guardrails in the order in which they are applied; that of the day's money comes after them, where it is set aside.
    package func guardrails(in circumstances: Circumstances) -> [any Guardrail] {
        [
            AttemptLimit(most: mostAttempts), StepLimit(factor: largestStep, choices: memoryChoices),
            CapacityCap(limits: limits, choices: memoryChoices), NeverRepeat(),
            LeastChance(least: leastChance), CostLimit(mostUSD: mostCostUSD),
            RunBudget(mostUSD: runBudgetUSD, spentUSD: circumstances.spentUSD),
            CoolDown(rule: coolDown, recentFailures: circumstances.recentFailures),
        ]
    }

    /// Whether any guardrail has to know what an attempt would cost.
    package var asksCost: Bool { mostCostUSD != nil || runBudgetUSD != nil || dayBudgetUSD != nil }
}

extension RemediationPolicy: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case mode, entries = "rules", mostAttempts = "max-attempts", largestStep = "max-step", limits, adapters
        case memoryChoices = "memory-choices"
        case leastChance = "ask-below", mostCostUSD = "ask-above-usd"
        case runBudgetUSD = "run-budget-usd", dayBudgetUSD = "day-budget-usd", coolDown = "cool-down"
        case retryBudget = "retry-budget", incidents, playbooks
        /// How to reach the schedulers, who may call, and where requests may go: read by the program that makes the parts, not here.
        case schedulers, authentication, outbound
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let standard = RemediationPolicy()
        defaultMode = try container.decodeIfPresent(RemediationMode.self, forKey: .mode) ?? standard.defaultMode
        entries = try container.decodeIfPresent([PolicyEntry].self, forKey: .entries) ?? []
        mostAttempts = try container.decodeIfPresent(Int.self, forKey: .mostAttempts, in: 1...1_000) ?? standard.mostAttempts
        largestStep = try container.decodeIfPresent(Double.self, forKey: .largestStep, in: 1.01...1e6) ?? standard.largestStep
        leastChance = try container.decodeIfPresent(Double.self, forKey: .leastChance, in: 0...1) ?? standard.leastChance
        mostCostUSD = try container.decodeIfPresent(Double.self, forKey: .mostCostUSD, in: 0...1e9)
        runBudgetUSD = try container.decodeIfPresent(Double.self, forKey: .runBudgetUSD, in: 0...1e9)
        dayBudgetUSD = try container.decodeIfPresent(Double.self, forKey: .dayBudgetUSD, in: 0...1e9)
        coolDown = try container.decodeIfPresent(CoolDownRule.self, forKey: .coolDown)
        limits = try container.decodeIfPresent(PolicyLimits.self, forKey: .limits)?.limits ?? standard.limits
        memoryChoices = try container.decodeIfPresent(MemoryChoices.self, forKey: .memoryChoices)
        do throws(RemediationError) {
            try memoryChoices?.validate(under: limits, field: CodingKeys.memoryChoices.stringValue)
        } catch {
            throw DecodingError.dataCorruptedError(forKey: .memoryChoices, in: container, debugDescription: error.message)
        }
        adapters = try container.decodeIfPresent([String: String].self, forKey: .adapters) ?? [:]
        retryBudget = try container.decodeIfPresent(PolicyBudget.self, forKey: .retryBudget)?.budget ?? standard.retryBudget
        incidents = try container.decodeIfPresent(IncidentOptions.self, forKey: .incidents) ?? standard.incidents
        playbooks = try container.decodeIfPresent([Playbook].self, forKey: .playbooks) ?? []
    }
}
