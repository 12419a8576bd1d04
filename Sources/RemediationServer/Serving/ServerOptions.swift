/// Where the server listens and what it refuses.
package struct ServerOptions: Hashable, Sendable {
    /// The address to listen at.
    package var host: String
    /// The port; 0 picks a free one.
    package var port: Int
    /// The largest body of a posted failure or classification, in bytes; larger ones are refused with 413.
    package var bodyLimitBytes: Int
    /// The largest body of any other request, in bytes.
    package var smallBodyLimitBytes: Int
    /// The largest header block, in bytes.
    package var headerLimitBytes: Int
    /// The most time a client may take to send a body, in seconds.
    package var bodyTimeoutSeconds: Double
    /// How long a connection may stay silent, in seconds.
    package var idleTimeoutSeconds: Int64
    /// How long requests under way may take to finish after a signal to stop, in seconds.
    package var drainSeconds: Int64
    /// The version that `/healthz` and the pages show.
    package var version: String

    /// Options; the defaults suit a service on one machine.
    package init(
        host: String = "127.0.0.1",
        port: Int = 8484,
        bodyLimitBytes: Int = 32 << 20,
        smallBodyLimitBytes: Int = 1 << 20,
        headerLimitBytes: Int = 32 << 10,
        bodyTimeoutSeconds: Double = 30,
        idleTimeoutSeconds: Int64 = 60,
        drainSeconds: Int64 = 4,
        version: String = "development"
    ) {
        self.host = host
        self.port = port
        self.bodyLimitBytes = bodyLimitBytes
        self.smallBodyLimitBytes = smallBodyLimitBytes
        self.headerLimitBytes = headerLimitBytes
        self.bodyTimeoutSeconds = bodyTimeoutSeconds
        self.idleTimeoutSeconds = idleTimeoutSeconds
        self.drainSeconds = drainSeconds
        self.version = version
    }
}
