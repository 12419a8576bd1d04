internal import Dispatch
internal import Foundation
internal import Remediation
internal import Synchronization

/// A few connections, each on a thread of its own, that take statements from one queue; many waiting ones share a transaction.
///
/// A commit waits for the disk, whatever it holds. So while a connection's transaction commits, the statements that arrive queue up, and
/// its next transaction takes many. One that fails makes the others run again, each on its own. A caller is resumed only after the
/// COMMIT. Nothing blocks the threads of tasks.
///
/// Statements that add to the audit log go on one connection at a time: on a second they would only wait for the log's end, and while they
/// wait in the queue they become more, which share what a transaction costs.
final class PostgresLane: Sendable {
    /// One waiting call; its work returns what resumes its caller after the COMMIT.
    private struct Call: Sendable {
        enum Work: Sendable {
            /// A statement, which may share a transaction.
            case statement(PostgresRequest, @Sendable (PostgresRows) throws -> (@Sendable () -> Void))
            /// Several statements in a transaction of their own.
            case transaction(@Sendable (PostgresConnection) throws -> (@Sendable () -> Void))
        }

        let work: Work
        let arrived = ContinuousClock.now
        let fail: @Sendable (any Error) -> Void

        /// Whether it may run again after a connection broke before it answered.
        var isRepeatable: Bool {
            if case .statement(let request, _) = work { request.isRepeatable } else { false }
        }

        /// The statement, of one that may share a transaction.
        var request: PostgresRequest? {
            if case .statement(let request, _) = work { request } else { nil }
        }

        /// Whether it is a statement that adds to the audit log.
        var appendsAudit: Bool { request?.statement.appendsAudit ?? false }
    }

    private struct State: Sendable {
        var waiting: [Call] = []
        /// How many calls have come so far.
        var arrivals = 0
        var idle: [Int]
        /// Whether a connection is at work on statements that add to the audit log.
        var isAppending = false
        var statistics = CommitStatistics()
        var isClosed = false

        /// Whether `call` may begin now.
        func mayBegin(_ call: Call) -> Bool { !(isAppending && call.appendsAudit) }

        /// What a connection does next, in the order of arrival: a transaction of its own alone, or statements up to the next of those.
        mutating func next(_ largest: Int) -> [Call] {
            guard let first = waiting.firstIndex(where: mayBegin) else { return [] }
            if waiting[first].request == nil { return [waiting.remove(at: first)] }
            var batch: [Call] = []
            var rest: [Call] = []
            for (index, call) in waiting[first...].enumerated() {
                guard call.request != nil, batch.count < largest else {
                    rest += waiting[(first + index)...]
                    break
                }
                if mayBegin(call) { batch.append(call) } else { rest.append(call) }
            }
            waiting.replaceSubrange(first..., with: rest)
            isAppending = isAppending || batch.contains(where: \.appendsAudit)
            return batch
        }

        /// A connection that has nothing to do, where there is something for it.
        mutating func wake() -> Int? { waiting.contains(where: mayBegin) ? idle.popLast() : nil }
    }

    /// A connection's thread. The connection is made when it is first needed, and again after it broke.
    private final class Worker: @unchecked Sendable {
        let queue: DispatchQueue
        /// Used on `queue` alone.
        var connection: PostgresConnection?
        /// Since when there has been no connection although one was wanted; used on `queue` alone.
        var downSince: ContinuousClock.Instant?

        init(_ name: String) {
            queue = DispatchQueue(label: name)
        }
    }

    /// From how many on a batch shows that more are on their way.
    private static let busy = 4
    /// How long the next batch then waits for company, in seconds: what a transaction costs beside its rows is worth that of some ten.
    private static let company = 0.003

    private let address: PostgresAddress
    private let largestBatch: Int
    private let patience: Duration
    private let workers: [Worker]
    private let state: Mutex<State>

    /// A lane.
    ///
    /// - Parameters:
    ///   - connections: The most connections, at least 1.
    ///   - largestBatch: The most statements in one transaction: bounds the time that the first of them waits.
    ///   - patience: How long a statement waits for a server that does not answer, before it fails.
    init(_ name: String, address: PostgresAddress, connections: Int, largestBatch: Int, patience: Duration) {
        self.address = address
        self.largestBatch = max(1, largestBatch)
        self.patience = patience
        workers = (0..<max(1, connections)).map { Worker("mulligan.store.\(name).\($0)") }
        state = Mutex(State(idle: Array((0..<max(1, connections)).reversed())))
    }

    /// Runs `request` in a transaction that it may share, and returns when that is durable.
    ///
    /// - Parameter read: Makes a value of the rows, on the connection's thread; may be called again when the transaction fails.
    func run<Value: Sendable>(
        _ request: PostgresRequest,
        _ read: @escaping @Sendable (PostgresRows) throws -> Value
    ) async throws -> Value {
        let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
            enqueue(
                Call(
                    work: .statement(request) { rows in
                        let value = try read(rows)
                        return { continuation.resume(returning: .success(value)) }
                    },
                    fail: { continuation.resume(returning: .failure($0)) }
                )
            )
        }
        return try result.get()
    }

    /// Runs `body` between BEGIN and COMMIT, and returns when that is durable; an error rolls back.
    ///
    /// - Parameter body: Does nothing but use the connection: it is run again when it loses against another transaction.
    func transaction<Value: Sendable>(_ body: @escaping @Sendable (PostgresConnection) throws -> Value) async throws -> Value {
        let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
            enqueue(
                Call(
                    work: .transaction { connection in
                        let value = try body(connection)
                        return { continuation.resume(returning: .success(value)) }
                    },
                    fail: { continuation.resume(returning: .failure($0)) }
                )
            )
        }
        return try result.get()
    }

    /// Refuses further statements and returns when those that wait are answered and the connections closed.
    func close() async {
        state.withLock { $0.isClosed = true }
        for worker in workers {
            await withCheckedContinuation { continuation in
                worker.queue.async {
                    worker.connection = nil
                    continuation.resume()
                }
            }
        }
    }

    /// What has been committed so far.
    var statistics: CommitStatistics { state.withLock(\.statistics) }

    /// How many calls have come so far, answered or not.
    var arrivals: Int { state.withLock(\.arrivals) }

    private func enqueue(_ call: Call) {
        let (worker, isClosed) = state.withLock { state -> (Int?, Bool) in
            guard !state.isClosed else { return (nil, true) }
            state.waiting.append(call)
            state.arrivals += 1
            return (state.mayBegin(call) ? state.idle.popLast() : nil, false)
        }
        if isClosed { call.fail(PostgresErrors.closed) }
        if let worker { wake(worker) }
    }

    private func wake(_ index: Int) { workers[index].queue.async { self.drain(index) } }

    private func drain(_ index: Int) {
        var appended = 0
        while true {
            if appended >= Self.busy, state.withLock({ $0.waiting.count < appended && !$0.isClosed }) {
                Thread.sleep(forTimeInterval: Self.company)
            }
            let (batch, other) = state.withLock { state in
                if appended > 0 { state.isAppending = false }
                let batch = state.next(largestBatch)
                if batch.isEmpty { state.idle.append(index) }
                // What it leaves may be for another that had nothing to do while this one was at work.
                return (batch, batch.isEmpty ? nil : state.wake())
            }
            guard !batch.isEmpty else { return }
            if let other { wake(other) }
            appended = batch.count(where: \.appendsAudit)
            perform(batch, on: workers[index])
        }
    }

    /// Answers every call of `batch`.
    private func perform(_ batch: [Call], on worker: Worker) {
        guard batch.count > 1 else {
            for call in batch { perform(call, on: worker) }
            return
        }
        let connection: PostgresConnection
        do {
            connection = try self.connection(of: worker)
        } catch {
            // Nothing was sent, and patience is at its end: each alone would wait as long again.
            for call in batch { call.fail(error) }
            return
        }
        let resumptions: [@Sendable () -> Void]
        do {
            let requests = batch.compactMap(\.request)
            guard let rows = try committed(requests, by: connection), rows.count == batch.count else {
                // One of them failed for all.
                return performEach(batch, on: worker)
            }
            resumptions = zip(batch, rows).map { Self.received($1, by: $0) }
        } catch let failure as PostgresFailure where !failure.isConnectionLost {
            // A statement that could not be prepared.
            return performEach(batch, on: worker)
        } catch {
            worker.connection = nil
            for call in batch {
                if call.isRepeatable { perform(call, on: worker) } else { call.fail(error) }
            }
            return
        }
        count(writes: batch.count)
        for resume in resumptions { resume() }
    }

    /// Answers each call of `batch` on its own. Where the end of the audit log cannot be had in time, none of them behind the first waits
    /// for it as long again; calls with a transaction of their own do.
    private func performEach(_ batch: [Call], on worker: Worker) {
        var timeOut: PostgresFailure?
        for call in batch {
            if let timeOut, call.appendsAudit {
                call.fail(timeOut)
            } else if let failure = perform(call, on: worker), failure.isTimeOut, call.appendsAudit {
                timeOut = failure
            }
        }
    }

    /// Answers one call, which may take several tries.
    ///
    /// - Returns: The server's error that it was answered with, if it was.
    @discardableResult private func perform(_ call: Call, on worker: Worker) -> PostgresFailure? {
        var conflicts = 0
        while true {
            do {
                let connection = try connection(of: worker)
                let resume: @Sendable () -> Void
                switch call.work {
                case .statement(let request, _) where request.statement.appendsAudit:
                    switch try connection.run(ordered: [request]) {
                    case .committed(let rows): resume = try Self.received(Self.only(rows), by: call)
                    case .failed(let failure): throw failure
                    }
                case .statement(let request, _): resume = Self.received(try connection.run(request), by: call)
                case .transaction(let body): resume = try connection.transaction(body)
                }
                count(writes: 1)
                resume()
                return nil
            } catch let failure as PostgresFailure where failure.isConflictOfTransactions && conflicts < 5 {
                conflicts += 1
                noteConflict()
            } catch let failure as PostgresFailure where failure.isConnectionLost {
                // Without a connection, the one that was sought in vain for as long as there is patience is the last.
                let wasConnected = worker.connection != nil
                worker.connection = nil
                guard wasConnected, call.isRepeatable, call.arrived.duration(to: .now) < patience else {
                    call.fail(failure)
                    return failure
                }
            } catch {
                call.fail(error)
                return error as? PostgresFailure
            }
        }
    }

    /// The rows of a batch that is committed; nil when one of its statements failed.
    private func committed(_ requests: [PostgresRequest], by connection: PostgresConnection) throws -> [PostgresRows]? {
        switch try connection.run(ordered: requests) {
        case .committed(let rows): return rows
        case .failed(let failure):
            if failure.isConflictOfTransactions { noteConflict() }
            return nil
        }
    }

    /// The rows of the one statement of a batch.
    private static func only(_ rows: [PostgresRows]) throws -> PostgresRows {
        guard let first = rows.first else { throw PostgresFailure(connection: "a statement was not answered") }
        return first
    }

    private func noteConflict() { state.withLock { $0.statistics.conflicts += 1 } }

    private static func received(_ rows: PostgresRows, by call: Call) -> @Sendable () -> Void {
        guard case .statement(_, let receive) = call.work else { return {} }
        do {
            return try receive(rows)
        } catch {
            return { call.fail(error) }
        }
    }

    private func count(writes: Int) {
        state.withLock { state in
            state.statistics.transactions += 1
            state.statistics.writes += writes
        }
    }

    /// The worker's connection, which was good a moment ago; tries to connect while there is patience.
    private func connection(of worker: Worker) throws -> PostgresConnection {
        if let connection = worker.connection, connection.isAlive { return connection }
        worker.connection = nil
        let start = worker.downSince ?? .now
        worker.downSince = start
        var pause = 0.05
        while true {
            do {
                let connection = try PostgresConnection(address)
                worker.connection = connection
                worker.downSince = nil
                return connection
            } catch {
                let hasPatience = start.duration(to: .now) < patience
                guard hasPatience, !state.withLock(\.isClosed) else { throw error }
                Thread.sleep(forTimeInterval: pause)
                pause = min(pause * 2, 0.5)
            }
        }
    }
}
