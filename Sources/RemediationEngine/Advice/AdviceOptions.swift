/// How advice weighs money, failures and attempts.
package struct AdviceOptions: Sendable, Hashable {
    /// USD charged for a failed attempt beyond its resources: delay, and people's attention.
    package var failureCharge: Double
    /// The least of it for a job of fewer than `AttemptFeatures.enoughRuns` measured runs.
    ///
    /// A known job that outgrows its limit is tried again and nobody looks up. Where a job that nobody knows fails, somebody waits to see whether
    /// it can run at all, and how long it holds its memory until then is known to an order of magnitude at best.
    package var newJobFailureCharge: Double
    /// How much of the price of held cores weighs in the choice of a ladder, from 0 to 1.
    ///
    /// A job holds the same cores on every rung. At 0 memory is packed tightly, and the charge alone stands for what a failed attempt
    /// holds besides; at 1 money alone decides, and advice leaves more room.
    package var coreWeight: Double
    /// What a success is worth, as a multiple of one at the limit that is as likely as not to do; a ladder stops where it would bring less than it costs.
    package var successValueFactor: Double
    /// The most attempts from now on, 1 to 16.
    package var maximumAttempts: Int
    /// The limits that the scheduler grants, in bytes, ascending; empty where any will do.
    package var memoryChoices: [Int64]
    /// The time limits that come with `memoryChoices`, in seconds, one each and ascending; empty where time is granted apart from memory.
    package var timeChoices: [Double]
    /// Whether time is granted with memory.
    package var couplesTime: Bool { !timeChoices.isEmpty }
    /// Memory is rounded up to a multiple of this, in bytes.
    package var memoryStep: Int64
    /// The request that is assumed of a job of which nothing at all is known, in bytes.
    package var assumedMemoryBytes: Int64

    /// The defaults: a failed attempt of a known job costs a twentieth of a cent beside its resources, as much as a ninth of a GB-hour; one of
    /// a new job three and a half cents, as much as eight GB-hours.
    package init(
        failureCharge: Double = 0.0005,
        newJobFailureCharge: Double = 0.035,
        coreWeight: Double = 0,
        successValueFactor: Double = 50,
        maximumAttempts: Int = 6,
        memoryChoices: [Int64] = [],
        timeChoices: [Double] = [],
        memoryStep: Int64 = 4_096,
        assumedMemoryBytes: Int64 = 4 << 30
    ) {
        self.failureCharge = failureCharge
        self.newJobFailureCharge = newJobFailureCharge
        self.coreWeight = coreWeight
        self.successValueFactor = successValueFactor
        self.maximumAttempts = maximumAttempts
        self.memoryChoices = memoryChoices
        self.timeChoices = timeChoices
        self.memoryStep = memoryStep
        self.assumedMemoryBytes = assumedMemoryBytes
    }

    /// What a failed attempt costs beyond its resources, in USD.
    func charge(isNewJob: Bool) -> Double { isNewJob ? max(failureCharge, newJobFailureCharge) : failureCharge }
}
