internal import Remediation

/// A line that Hyperscan picked, made ready for PCRE2: decoys blanked, its prefix measured.
final class CleanLine: Sendable {
    /// The text, decoys overwritten with spaces; of a very long line the part around the hit.
    let bytes: [UInt8]
    /// How many bytes of timestamps, levels, ranks and the like stand before the message.
    let prefixLength: Int
    /// The original line, from 1; nil for text that is not the log's, such as a pod's status.
    let number: Int?
    /// Where the line stands in the log; nil for text that is not the log's.
    let place: ByteRange?
    /// Whether the line itself says that it is being retried.
    let isRetry: Bool
    /// How serious it says it is.
    let severity: LineSeverity
    /// Whether it begins with `Caused by:`.
    let isCause: Bool

    init(
        bytes: [UInt8],
        prefixLength: Int,
        number: Int?,
        place: ByteRange? = nil,
        isRetry: Bool,
        severity: LineSeverity,
        isCause: Bool
    ) {
        self.bytes = bytes
        self.prefixLength = prefixLength
        self.number = number
        self.place = place
        self.isRetry = isRetry
        self.severity = severity
        self.isCause = isCause
    }
}
