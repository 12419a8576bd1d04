package import Remediation
internal import Synchronization

/// Carries repairs from the store to the schedulers: at least once, with backoff, until delivered or dead.
package final class Outbox: Sendable {
    private let store: any RemediationStore
    private let clients: [String: any SchedulerClient]
    private let clock: any WallClock
    private let wakeUps: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation
    private let backoff: Backoff
    private let mostTries: Int
    private let random: Mutex<any RandomNumberGenerator & Sendable>
    private let circuits: Circuits
    private let budget: RetryBudget?
    /// How long deliveries wait and schedulers take, for the metrics.
    package let times: DeliveryTimes
    private let watch: PauseWatch
    private let rebasedAt = Mutex<Timestamp?>(nil)
    private let tokens: RetryTokens?

    /// How long a claimed delivery is hidden from other workers, in seconds: longer than any adapter's time-out.
    static let leaseSeconds = 120.0
    /// How often the outbox looks for deliveries that were postponed by a clock which has gone back since, in seconds.
    static let rebaseSeconds = 30.0
    /// How often the outbox looks for due deliveries without being woken, in seconds.
    static let pollSeconds = 1.0

    init(
        store: any RemediationStore,
        clients: [any SchedulerClient],
        clock: any WallClock,
        backoff: Backoff = Backoff(baseSeconds: 1, capSeconds: 300),
        mostTries: Int = 12,
        budget: RetryBudget? = nil,
        watch: PauseWatch? = nil,
        tokens: RetryTokens? = nil,
        circuits: Circuits? = nil,
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.store = store
        self.clients = Dictionary(clients.map { ($0.name, $0) }) { first, _ in first }
        self.clock = clock
        self.backoff = backoff
        self.mostTries = mostTries
        self.budget = budget
        self.random = Mutex(random)
        times = DeliveryTimes(targets: clients.map(\.name))
        self.watch = watch ?? PauseWatch(store: store)
        self.tokens = tokens
        self.circuits = circuits ?? Circuits(clients.map(\.name))
        (wakeUps, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Whether there is an adapter with this name.
    func carries(_ adapter: String) -> Bool { clients[adapter] != nil }

    /// The circuits of the schedulers, by name.
    package func circuitStatus() -> [CircuitStatus] { circuits.status(at: clock.now()) }

    /// Makes the worker look at once.
    package func wake() {
        waker.yield()
    }

    /// Delivers until the task is cancelled; a delivery under way is finished first.
    ///
    /// - Parameter report: Told of every try, and of a store that does not answer.
    package func run(report: @escaping @Sendable (OutboxReport) -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [waker] in
                while !Task.isCancelled {
                    try? await Task.sleep(for: .seconds(Self.pollSeconds))
                    waker.yield()
                }
                waker.finish()
            }
            // Beside the deliveries: one that takes long must not keep the answers from seeing a pause.
            group.addTask {
                while !Task.isCancelled {
                    try? await Task.sleep(for: .seconds(Self.pollSeconds))
                    if Task.isCancelled { break }
                    await self.look(report: report)
                }
            }
            group.addTask { [waker, store] in
                for await _ in store.deliveryWakeUps() {
                    waker.yield()
                    // Should it fail, the look of every second says so.
                    _ = try? await self.watch.refresh()
                }
            }
            for await _ in wakeUps {
                if Task.isCancelled { break }
                do throws(RemediationError) {
                    while try await deliverDue(report: report) > 0 && !Task.isCancelled {}
                } catch {
                    report(.fault(error))
                }
            }
            group.cancelAll()
        }
    }

    /// Looks at what others have paused, and returns what is left of the retry budget.
    private func look(report: @Sendable (OutboxReport) -> Void) async {
        do throws(RemediationError) {
            try await watch.refresh()
            try await tokens?.returnUnused(at: clock.now())
        } catch {
            report(.fault(error))
        }
    }

    /// Tries every delivery that is due once.
    ///
    /// - Returns: How many were tried.
    /// - Throws: `RemediationError` of the store.
    @discardableResult
    package func deliverDue(report: @escaping @Sendable (OutboxReport) -> Void) async throws(RemediationError) -> Int {
        let due = try await claimDue(report: report)
        await send(due, report: report)
        return due.count
    }

    /// Claims the deliveries that are due, a few at a time; no other worker sees them until their lease runs out.
    ///
    /// - Throws: `RemediationError` of the store.
    package func claimDue(report: @Sendable (OutboxReport) -> Void) async throws(RemediationError) -> [Delivery] {
        let now = clock.now()
        if mustRebase(at: now) {
            let count = try await store.rebaseWaits(at: now)
            if count > 0 { report(.clockWentBack(count)) }
        }
        let claim = DeliveryClaim(
            limit: 16,
            now: now,
            leaseSeconds: Self.leaseSeconds,
            budget: budget,
            targetLimits: circuits.limits(at: now)
        )
        let due = try await store.claimDeliveries(claim)
        for delivery in due { times.wait.observe(now.seconds - delivery.dueAt.seconds) }
        return due
    }

    /// Tries every delivery of `due`, which was claimed before, at the same time.
    package func send(_ due: [Delivery], report: @escaping @Sendable (OutboxReport) -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            for delivery in due {
                group.addTask { await self.deliver(delivery, report: report) }
            }
        }
    }

    /// Whether to look for deliveries that wait for a moment which the clock showed too soon: now and then, and at once when it goes back.
    private func mustRebase(at now: Timestamp) -> Bool {
        rebasedAt.withLock { last in
            if let last, last <= now, now.seconds - last.seconds < Self.rebaseSeconds { return false }
            last = now
            return true
        }
    }

    private func deliver(_ delivery: Delivery, report: @Sendable (OutboxReport) -> Void) async {
        let result = await attempt(delivery)
        do throws(RemediationError) {
            try await store.finishDelivery(id: delivery.id, ofTry: delivery.tries, result: result, at: clock.now())
        } catch {
            // The lease runs out and the delivery is tried again; the adapter acts once for each idempotency key.
            report(.notStored(delivery, error: error))
            return
        }
        report(OutboxReport(delivery, result))
        // The first try took a token, and the next will be the first again.
        guard case .held = result, delivery.recentTries == 1, let budget else { return }
        do throws(RemediationError) {
            try await store.returnRetryTokens(1, under: budget, at: clock.now())
        } catch {
            // How the try ended is stored; the budget is a token short until it fills by itself.
            report(.fault(error))
        }
    }

    private func attempt(_ delivery: Delivery) async -> DeliveryResult {
        guard let client = clients[delivery.target] else {
            return .dead(error: "no adapter is named \(delivery.target); name one of the policy's schedulers")
        }
        if let held = await whyHeld(delivery) { return held }
        let start = ContinuousClock.now
        do throws(SchedulerError) {
            let receipt = try await client.apply(delivery.repair)
            times.called(delivery.target, ContinuousClock.now - start, error: nil)
            circuits.answered(delivery.target)
            return .delivered(receipt: receipt)
        } catch {
            times.called(delivery.target, ContinuousClock.now - start, error: error)
            if error.isTransient { circuits.failed(delivery.target, at: clock.now()) } else { circuits.answered(delivery.target) }
            // The tries count this one: the store raised them with the claim.
            guard error.isTransient, delivery.recentTries < mostTries else { return .dead(error: error.message) }
            let pause = random.withLock {
                backoff.seconds(afterTries: delivery.recentTries, retryAfterSeconds: error.retryAfterSeconds, using: &$0)
            }
            return .retry(at: clock.now().adding(seconds: pause), error: error.message)
        }
    }

    /// Looks once more before a claimed delivery is sent: a pause that was answered since the claim holds it. The store is asked, not what
    /// this process saw last, so that a pause of another process holds as well.
    ///
    /// - Returns: That it is to go back as it was, and why; the next claim holds it for as long as the pause lasts.
    private func whyHeld(_ delivery: Delivery) async -> DeliveryResult? {
        do throws(RemediationError) {
            guard let pause = try await watch.refresh().first(where: { $0.scope.covers(delivery.repair) }) else { return nil }
            return .held(at: delivery.dueAt, reason: pause.waitReason)
        } catch {
            let pause = random.withLock { backoff.seconds(afterTries: delivery.recentTries, retryAfterSeconds: nil, using: &$0) }
            return .held(at: clock.now().adding(seconds: pause), reason: "whether it is paused is not known: \(error.message)")
        }
    }
}
