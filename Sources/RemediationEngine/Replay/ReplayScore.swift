/// What a policy came to under replay.
package struct ReplayScore: Sendable, Hashable {
    /// Memory held beyond need, in GB-hours of 1e9 bytes; 0 where needs are not known.
    package var wastage = 0.0
    /// Memory held over all attempts: GB-hours of 1e9 bytes under the sizing replay, GiB-hours under the retry replay.
    package var gigabyteHours = 0.0
    /// Attempts that failed.
    package var failures = 0
    /// Tasks judged.
    package var tasks = 0
    /// Tasks whose first attempt succeeded.
    package var firstSuccesses = 0
    /// The chances that the policy gave its first attempts against what came of them.
    package var reliability = Reliability()

    /// Nothing judged yet.
    package init() {}

    package static func += (left: inout ReplayScore, right: ReplayScore) {
        left.wastage += right.wastage
        left.gigabyteHours += right.gigabyteHours
        left.failures += right.failures
        left.tasks += right.tasks
        left.firstSuccesses += right.firstSuccesses
        left.reliability += right.reliability
    }

    /// Takes in the first attempt of a task.
    mutating func noteFirst(succeeded: Bool, chance: Double?) {
        tasks += 1
        if succeeded { firstSuccesses += 1 }
        if let chance { reliability.add(chance, came: succeeded) }
    }
}
