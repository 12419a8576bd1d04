/// The bounds of every outbound request.
package struct HTTPTransportOptions: Hashable, Sendable {
    /// How long connecting may take, in seconds; includes name resolution and TLS.
    package var connectTimeoutSeconds: Double
    /// How long a request may take from start to end, in seconds.
    package var totalTimeoutSeconds: Double
    /// How much of an answer's body is kept, in bytes; what follows is not read.
    package var maximumResponseBytes: Int
    /// The proxy's URL; nil for none, whatever `http_proxy` and its like say.
    package var proxy: String?
    /// A file of certificate authorities in PEM; nil for the system's.
    package var certificateAuthorityFile: String?
    /// Where requests may go.
    package var outbound: OutboundPolicy
    /// How many requests may be under way at the same time; the others wait in line.
    package var maximumConnections: Int

    /// Bounds; the defaults suit calls within a cluster.
    package init(
        connectTimeoutSeconds: Double = 5,
        totalTimeoutSeconds: Double = 30,
        maximumResponseBytes: Int = 1 << 20,
        proxy: String? = nil,
        certificateAuthorityFile: String? = nil,
        outbound: OutboundPolicy = .unrestricted,
        maximumConnections: Int = 64
    ) {
        self.connectTimeoutSeconds = connectTimeoutSeconds
        self.totalTimeoutSeconds = totalTimeoutSeconds
        self.maximumResponseBytes = maximumResponseBytes
        self.proxy = proxy
        self.certificateAuthorityFile = certificateAuthorityFile
        self.outbound = outbound
        self.maximumConnections = maximumConnections
    }
}
