/// How many failures of one kind were received in one minute.
package struct FailureCount: Hashable, Sendable, Codable {
    /// The minute: whole minutes since 1970-01-01T00:00Z.
    package var minute: Int64
    /// The class; `other.unknown` too.
    package var failureClass: String
    /// The engine.
    package var engine: String
    /// The host, where the scheduler named one in the label `node` or `host`; empty elsewhere.
    package var host: String
    /// How many.
    package var count: Int

    /// How long counts are kept, in minutes: fifteen days.
    package static let keptMinutes: Int64 = 15 * 1_440

    /// A count.
    package init(minute: Int64, failureClass: String, engine: String, host: String = "", count: Int) {
        self.minute = minute
        self.failureClass = failureClass
        self.engine = engine
        self.host = host
        self.count = count
    }
}

extension Timestamp {
    /// The whole minutes since 1970-01-01T00:00Z.
    package var minute: Int64 { Int64((Double(milliseconds) / 60_000).rounded(.down)) }

    /// The beginning of a minute.
    package init(minute: Int64) {
        self.init(milliseconds: minute * 60_000)
    }
}
