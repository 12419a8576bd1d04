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
    /// The certificate to serve TLS with; nil for plain HTTP.
    package var tls: TLSFiles?
    /// Whether a proxy in front ends TLS: cookies are then marked for TLS alone.
    package var isBehindTLS: Bool
    /// Names by which the service may be called without authentication, beside those of this machine; lower case, without port.
    package var allowedHosts: Set<String>
    /// The most connections at a time; the next get one answer each, a 503 to all but probes, and are closed.
    package var maximumConnections: Int
    /// The most requests that are worked on at a time; more are refused with 503.
    package var maximumRequestsInFlight: Int
    /// How many bytes of large bodies are held at a time; more are refused with 503.
    package var largeBodyBytes: Int
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
        tls: TLSFiles? = nil,
        isBehindTLS: Bool = false,
        allowedHosts: Set<String> = [],
        maximumConnections: Int = 4_096,
        maximumRequestsInFlight: Int = 1_024,
        largeBodyBytes: Int = 256 << 20,
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
        self.tls = tls
        self.isBehindTLS = isBehindTLS
        self.allowedHosts = allowedHosts
        self.maximumConnections = maximumConnections
        self.maximumRequestsInFlight = maximumRequestsInFlight
        self.largeBodyBytes = largeBodyBytes
        self.version = version
    }

    /// Whether browsers reach the service over TLS.
    var isReachedOverTLS: Bool { tls != nil || isBehindTLS }
}
