internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Remediation
internal import Synchronization

/// Writes a line for each refused request, but no more of them than somebody can read: a flood of refusals must not fill the disk.
///
/// Each status has a bucket of its own, so that many 401 do not hide a 403. What is left out is counted in the next line.
final class RefusalLog: Sendable {
    /// A refused request.
    struct Refusal {
        var method: String
        var path: String
        var status: Int
        var code: String
        var reason: String
        var peer: String
    }

    private struct Account {
        var bucket: RequestBucket
        var leftOut = 0
    }

    /// How many lines of one status may come at once.
    static let burst = 60.0
    /// How many lines of one status may come in a second in the long run.
    static let linesPerSecond = 1.0
    /// The statuses that are refusals of a caller.
    private static let statuses: Set<Int> = [401, 403, 429]

    private let clock: any WallClock
    private let accounts = Mutex<[Int: Account]>([:])

    init(clock: any WallClock) {
        self.clock = clock
    }

    /// Writes `refusal` by `logger`, which knows the request, where it is one and there is room.
    func note(_ refusal: Refusal, by logger: Logger) {
        guard Self.statuses.contains(refusal.status) else { return }
        let now = clock.now()
        let leftOut = accounts.withLock { accounts -> Int? in
            var account =
                accounts[refusal.status]
                ?? Account(bucket: RequestBucket(capacity: Self.burst, refillPerSecond: Self.linesPerSecond, now: now))
            defer { accounts[refusal.status] = account }
            guard account.bucket.take(at: now) == nil else {
                account.leftOut += 1
                return nil
            }
            defer { account.leftOut = 0 }
            return account.leftOut
        }
        guard let leftOut else { return }
        var metadata: Logger.Metadata = [
            "method": .string(String(refusal.method.prefix(20))), "path": .string(String(refusal.path.prefix(500))),
            "status": .stringConvertible(refusal.status), "code": .string(refusal.code), "reason": .string(refusal.reason),
            "peer": .string(refusal.peer),
        ]
        if leftOut > 0 { metadata["leftOut"] = .stringConvertible(leftOut) }
        logger.notice("request refused", metadata: metadata)
    }
}

extension RefusalLog.Refusal {
    /// The refusal of `request` that `problem` tells of.
    init(_ problem: Problem, of request: Request, _ context: ServerContext) {
        self.init(
            method: request.method.rawValue,
            path: request.uri.path,
            status: problem.status,
            code: problem.code,
            reason: problem.detail,
            peer: context.peer
        )
    }
}
