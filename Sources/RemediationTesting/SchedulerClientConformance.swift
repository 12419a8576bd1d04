package import Remediation

/// A scheduler, real or a thorough stand-in, to which a `SchedulerClient` under test is connected.
package protocol SchedulerClientHarness: Sendable {
    /// A client of the scheduler.
    func client() async throws -> any SchedulerClient

    /// A repair, under the idempotency key `key`, of a failed job of its own that the scheduler can repair now.
    func repairableFailure(key: String) async throws -> Repair

    /// A repair that the scheduler refuses, whenever it is asked.
    func impossibleRepair(key: String) async throws -> Repair

    /// How often the scheduler has begun to run the job of `repair` again.
    func restarts(of repair: Repair) async throws -> Int

    /// A client whose scheduler cannot be reached.
    func clientOfDeadScheduler() async throws -> any SchedulerClient

    /// A client whose scheduler takes requests and never answers; nil when that cannot be brought about.
    func clientOfHangingScheduler() async throws -> (any SchedulerClient)?
}

/// What every adapter promises of `SchedulerClient`; each runs it against its own scheduler.
package struct SchedulerClientConformance<Harness: SchedulerClientHarness>: Sendable {
    /// A promise that was broken.
    package struct Violation: Error, CustomStringConvertible {
        /// Which, and what happened instead.
        package let description: String
    }

    private let harness: Harness

    /// The suite for one adapter.
    package init(_ harness: Harness) {
        self.harness = harness
    }

    /// Checks every promise.
    ///
    /// - Throws: `Violation` for the first that is broken, or what the harness throws.
    package func run() async throws {
        try await aRepairIsCarriedOutOnce()
        try await sameKeyFromAnotherClientIsTheSameRepair()
        try await anImpossibleRepairIsPermanent()
        try await aDeadSchedulerIsTransient()
        try await cancellationEndsAnAttempt()
    }

    private func aRepairIsCarriedOutOnce() async throws {
        let client = try await harness.client()
        let repair = try await harness.repairableFailure(key: "conformance-once")
        let receipt = try await client.apply(repair)
        try check(!receipt.isEmpty, "a receipt says what was done")
        try check(receipt.utf8.count <= 1_000 && !receipt.contains("\n"), "a receipt is one line for the audit trail")
        for _ in 0..<3 { _ = try await client.apply(repair) }
        let restarts = try await harness.restarts(of: repair)
        try check(restarts == 1, "four applications of one key start the job once, not \(restarts) times")
    }

    private func sameKeyFromAnotherClientIsTheSameRepair() async throws {
        let repair = try await harness.repairableFailure(key: "conformance-restart")
        // As after a crash of the process between the act and its record.
        _ = try await harness.client().apply(repair)
        _ = try await harness.client().apply(repair)
        let restarts = try await harness.restarts(of: repair)
        try check(restarts == 1, "a client that knows nothing of the first application changes nothing; \(restarts) restarts")
    }

    private func anImpossibleRepairIsPermanent() async throws {
        let repair = try await harness.impossibleRepair(key: "conformance-impossible")
        let error = try await refusal(of: repair, by: harness.client())
        try check(!error.isTransient, "what cannot succeed later is permanent: \(error.message)")
        try check(!error.message.isEmpty, "an error says what to do")
    }

    private func aDeadSchedulerIsTransient() async throws {
        let repair = try await harness.repairableFailure(key: "conformance-dead")
        let error = try await refusal(of: repair, by: harness.clientOfDeadScheduler())
        try check(error.isTransient, "a scheduler that does not run may run later: \(error.message)")
        let restarts = try await harness.restarts(of: repair)
        try check(restarts == 0, "nothing was started")
        // And then it does run.
        _ = try await harness.client().apply(repair)
        try check(try await harness.restarts(of: repair) == 1, "a transient error leaves the repair to be made")
    }

    private func cancellationEndsAnAttempt() async throws {
        guard let client = try await harness.clientOfHangingScheduler() else { return }
        let repair = try await harness.repairableFailure(key: "conformance-cancel")
        let task = Task { try await client.apply(repair) }
        task.cancel()
        do {
            _ = try await task.value
            throw Violation(description: "a cancelled application throws")
        } catch let error as SchedulerError {
            try check(error.isTransient, "a cancelled application may be made later")
        }
    }

    private func refusal(of repair: Repair, by client: any SchedulerClient) async throws -> SchedulerError {
        do {
            let receipt = try await client.apply(repair)
            throw Violation(description: "the repair must fail; the receipt was: \(receipt)")
        } catch let error as SchedulerError {
            return error
        }
    }

    private func check(_ holds: Bool, _ promise: String) throws {
        guard holds else { throw Violation(description: "broken promise: \(promise)") }
    }
}
