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
    private let circuits: Mutex<[String: CircuitBreaker]>
    private let budget: RetryBudget?
    /// How long deliveries wait and schedulers take, for the metrics.
    package let times: DeliveryTimes

    /// How long a claimed delivery is hidden from other workers, in seconds: longer than any adapter's time-out.
    static let leaseSeconds = 120.0
    /// How often the outbox looks for due deliveries without being woken, in seconds.
    static let pollSeconds = 1.0

    init(
        store: any RemediationStore,
        clients: [any SchedulerClient],
        clock: any WallClock,
        backoff: Backoff = Backoff(baseSeconds: 1, capSeconds: 300),
        mostTries: Int = 12,
        budget: RetryBudget? = nil,
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
        circuits = Mutex(Dictionary(clients.map { ($0.name, CircuitBreaker()) }) { first, _ in first })
        (wakeUps, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Whether there is an adapter with this name.
    func carries(_ adapter: String) -> Bool { clients[adapter] != nil }

    /// The circuits of the schedulers, by name.
    package func circuitStatus() -> [CircuitStatus] {
        let now = clock.now()
        return circuits.withLock { circuits in
            circuits.sorted { $0.key < $1.key }.map { target, circuit in
                CircuitStatus(target: target, state: circuit.state(at: now), failures: circuit.failures, openUntil: circuit.openUntil)
            }
        }
    }

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
            group.addTask { [waker, store] in
                for await _ in store.deliveryWakeUps() { waker.yield() }
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

    /// Tries every delivery that is due once.
    ///
    /// - Returns: How many were tried.
    /// - Throws: `RemediationError` of the store.
    @discardableResult
    package func deliverDue(report: @escaping @Sendable (OutboxReport) -> Void) async throws(RemediationError) -> Int {
        let now = clock.now()
        let claim = DeliveryClaim(
            limit: 16,
            now: now,
            leaseSeconds: Self.leaseSeconds,
            budget: budget,
            targetLimits: circuits.withLock { $0.compactMapValues { $0.limit(at: now) } }
        )
        let due = try await store.claimDeliveries(claim)
        await withTaskGroup(of: Void.self) { group in
            for delivery in due {
                times.wait.observe(now.seconds - delivery.dueAt.seconds)
                group.addTask { await self.deliver(delivery, report: report) }
            }
        }
        return due.count
    }

    private func deliver(_ delivery: Delivery, report: @Sendable (OutboxReport) -> Void) async {
        let result = await attempt(delivery)
        do throws(RemediationError) {
            try await store.finishDelivery(id: delivery.id, ofTry: delivery.tries, result: result, at: clock.now())
            report(OutboxReport(delivery, result))
        } catch {
            // The lease runs out and the delivery is tried again; the adapter acts once for each idempotency key.
            report(.notStored(delivery, error: error))
        }
    }

    private func attempt(_ delivery: Delivery) async -> DeliveryResult {
        guard let client = clients[delivery.target] else {
            return .dead(error: "no adapter is named \(delivery.target); name one of the policy's schedulers")
        }
        let start = ContinuousClock.now
        do throws(SchedulerError) {
            let receipt = try await client.apply(delivery.repair)
            times.called(delivery.target, ContinuousClock.now - start, error: nil)
            circuits.withLock { $0[delivery.target]?.answered() }
            return .delivered(receipt: receipt)
        } catch {
            times.called(delivery.target, ContinuousClock.now - start, error: error)
            let now = clock.now()
            circuits.withLock { error.isTransient ? $0[delivery.target]?.failed(at: now) : $0[delivery.target]?.answered() }
            // The tries count this one: the store raised them with the claim.
            guard error.isTransient, delivery.recentTries < mostTries else { return .dead(error: error.message) }
            let pause = random.withLock {
                backoff.seconds(afterTries: delivery.recentTries, retryAfterSeconds: error.retryAfterSeconds, using: &$0)
            }
            return .retry(at: clock.now().adding(seconds: pause), error: error.message)
        }
    }
}
