package import Remediation
internal import Synchronization

extension RemediationService {
    /// Takes in a finished attempt, good or bad: history, and the outcome of the recommendation that it followed.
    ///
    /// - Returns: Whether it was new.
    /// - Throws: `RemediationError` of the store.
    package func record(_ attempt: Attempt, idempotencyKey: String?) async throws(RemediationError) -> Bool {
        var attempt = attempt
        attempt.endedAt = attempt.endedAt ?? clock.now()
        let id = identifiers.next()
        tail.withLock { $0.willRecord(id) }
        var isNew = false
        // Also when the store throws: the write may have been done for all that.
        defer { learn(attempt, id: id, isNew: isNew) }
        isNew = try await store.recordAttempt(
            attempt,
            id: id,
            idempotencyKey: idempotencyKey,
            recordedAt: clock.now(),
            outcome: try await followed(by: attempt).map { outcome($0, attempt: attempt) }
        )
        return isNew
    }

    /// Learns what is recorded and not learnt yet: all of it at the start, then what other processes on the same store record. One call at a
    /// time: a second would learn the same again.
    ///
    /// - Throws: `RemediationError` of the store; the next call takes up what is left.
    package func learnRecorded() async throws(RemediationError) {
        let position = tail.withLock(\.position)
        let isNew = try await !store.attempts(after: position, excluding: [], limit: 1).identifiers.isEmpty
        guard tail.withLock({ $0.wantsLook(somethingIsNew: isNew) }) else { return }
        var coming: Result<RecordedAttempts, RemediationError>? = await recorded(after: tail.withLock(\.start))
        while let stretch = try coming?.get() {
            // Read and decoded while this one is learnt: a start waits for all of them.
            async let next = stretch.isEnd ? nil : recorded(after: stretch.last)
            for attempt in tail.withLock({ $0.take(stretch) }) { history.learn(attempt) }
            coming = await next
        }
    }

    /// The stretch behind `position`, or why it cannot be read: `async let` would forget the type of the error.
    private func recorded(after position: Int64) async -> Result<RecordedAttempts, RemediationError> {
        let known = tail.withLock(\.known)
        do throws(RemediationError) {
            return .success(try await store.attempts(after: position, excluding: known, limit: PageRequest.largestLimit))
        } catch {
            return .failure(error)
        }
    }

    /// Learns an attempt that this process has recorded, or leaves it to `learnRecorded`, which finds it if it was recorded after all.
    func learn(_ attempt: Attempt, id: String, isNew: Bool) {
        if isNew || tail.withLock({ $0.didNotLearn(id) }) { history.learn(attempt) }
    }

    /// Learns what other processes record until the task is cancelled.
    ///
    /// - Parameter fault: Told when the store does not answer.
    package func followHistory(every seconds: Double = 5, fault: @escaping @Sendable (RemediationError) -> Void) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(seconds))
            do throws(RemediationError) {
                try await learnRecorded()
            } catch {
                // The end of the service cuts a question to the store short; that is no fault.
                if !Task.isCancelled { fault(error) }
            }
        }
    }

    /// Takes in what a scheduler pushed.
    ///
    /// - Throws: `RemediationError` of the store; the scheduler should push again.
    package func handle(_ events: [SchedulerEvent]) async throws(RemediationError) {
        for event in events {
            switch event {
            case .failed(let failure): _ = try await post(failure, idempotencyKey: nil)
            case .finished(let attempt): _ = try await record(attempt, idempotencyKey: nil)
            }
        }
    }

    /// What `job` should run with now; nil when nothing is known of it.
    ///
    /// - Throws: `RemediationError` of the store.
    package func configuration(ofJob job: String) async throws(RemediationError) -> JobConfiguration? {
        let recent = try await store.attempts(ofJob: job, limit: 100)
        guard let newest = recent.first else { return nil }
        let succeeded = recent.filter { $0.result == .succeeded }
        return JobConfiguration(
            job: job,
            advice: advise(AdviceRequest(job: job, engine: newest.engine, labels: newest.labels, requested: newest.requested)),
            attempts: recent.count,
            succeeded: succeeded.count,
            largestPeakBytes: succeeded.compactMap(\.peakMemoryBytes).max(),
            recent: Array(recent.prefix(20))
        )
    }

    /// The recommendation that `attempt` followed: that of the failure before it in its run.
    private func followed(by attempt: Attempt) async throws(RemediationError) -> Recommendation? {
        guard let runId = attempt.runId else { return nil }
        let failures = try await store.failures(FailureFilter(job: attempt.job, runId: runId), page: PageRequest(limit: 100)).items
        return failures.filter { $0.failure.attempt < attempt.attempt }.max { $0.failure.attempt < $1.failure.attempt }?.recommendation
    }

    /// The outcome of `recommendation`, which `attempt` followed.
    func outcome(_ recommendation: Recommendation, attempt: Attempt) -> Outcome {
        Outcome(
            recommendationId: recommendation.id,
            attempt: attempt,
            followed: recommendation.target.map { $0.isMet(by: attempt.requested) } ?? false,
            forecastProbability: recommendation.ladder.first?.successProbability,
            recordedAt: clock.now()
        )
    }

    /// What failed earlier in the run of `failure`, oldest first, and whether a cap held this attempt below what was wanted.
    func earlierFailures(of failure: JobFailure) async throws(RemediationError) -> EarlierFailures {
        // Attempts count from 1, and most failures are a run's first.
        guard failure.attempt > 1 else { return EarlierFailures() }
        let records = try await store.failures(FailureFilter(job: failure.job, runId: failure.runId), page: PageRequest(limit: 100)).items
            .filter { $0.failure.attempt < failure.attempt }
            .sorted { $0.failure.attempt < $1.failure.attempt }
        let last = records.last?.recommendation
        return EarlierFailures(
            configurations: records.map {
                FailedConfiguration(
                    resources: $0.failure.resources,
                    failureClass: $0.classification?.failureClass,
                    runSeconds: $0.failure.runSeconds
                )
            },
            retries: records.filter { $0.failure.attempt > 1 }.map {
                FailedConfiguration(resources: $0.failure.resources, runSeconds: $0.failure.runSeconds)
            },
            wasCapped: last?.uncappedTarget != nil && last?.uncappedTarget != last?.target,
            followed: last
        )
    }

    /// The earlier failures of a run.
    struct EarlierFailures {
        var configurations: [FailedConfiguration] = []
        /// Those of them that were retries.
        var retries: [FailedConfiguration] = []
        var wasCapped = false
        /// The recommendation that this attempt followed.
        var followed: Recommendation?
    }
}

extension Attempt {
    /// The failed attempt that `failure` reports.
    init(_ failure: JobFailure, failureClass: FailureClass, capped: Bool, endedAt: Timestamp) {
        self.init(
            job: failure.job,
            runId: failure.runId,
            attempt: failure.attempt,
            engine: failure.engine,
            requested: failure.resources,
            inputBytes: failure.inputBytes,
            result: .failed,
            failureClass: failureClass,
            peakMemoryBytes: failure.peakMemoryBytes,
            runSeconds: failure.runSeconds,
            labels: failure.labels,
            capped: capped,
            endedAt: endedAt
        )
    }
}

extension Resources {
    /// Whether `granted` is this target, in what both of them name: schedulers round memory to whole MiB and time to whole minutes, so so much
    /// of a difference is none.
    func isMet(by granted: Resources) -> Bool {
        func agree<Value>(_ one: Value?, _ other: Value?, _ isSame: (Value, Value) -> Bool) -> Bool {
            guard let one, let other else { return true }
            return isSame(one, other)
        }
        return abs(granted.containerBytes - containerBytes) <= 1 << 20 && abs(granted.cpus - cpus) < 0.01
            && agree(diskBytes, granted.diskBytes) { abs($0 - $1) <= 1 << 20 }
            && agree(timeLimitSeconds, granted.timeLimitSeconds) { abs($0 - $1) < 60 }
            && agree(concurrency, granted.concurrency, ==)
    }
}
