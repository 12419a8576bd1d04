internal import NIOCore
internal import Remediation

/// The name-value pairs of a query or of a posted form.
struct FormFields {
    /// The pairs in the order of writing.
    let pairs: [(name: String, value: String)]

    /// Reads `a=1&b=2`.
    ///
    /// - Throws: `RemediationError.invalidInput` when an escape is malformed.
    init(parsing text: String) throws(RemediationError) {
        var pairs: [(name: String, value: String)] = []
        for part in text.split(separator: "&") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decode(halves[0], plusIsSpace: true),
                let value = PercentCoding.decode(halves.count > 1 ? halves[1] : "", plusIsSpace: true)
            else { throw RemediationError(.invalidInput, "is not valid percent-encoded UTF-8", field: String(halves[0].prefix(60))) }
            pairs.append((name, value))
        }
        self.pairs = pairs
    }

    /// Reads a posted form.
    ///
    /// - Throws: `RemediationError.invalidInput` when it is not UTF-8 or an escape is malformed.
    init(_ buffer: ByteBuffer) throws(RemediationError) {
        guard let text = String(validating: buffer.readableBytesView, as: UTF8.self) else {
            throw RemediationError(.invalidInput, "the form is not UTF-8")
        }
        try self.init(parsing: text)
    }

    /// The value of `name`, trimmed of blanks; nil when absent or blank.
    func text(_ name: String) -> String? {
        guard let value = pairs.first(where: { $0.name == name })?.value else { return nil }
        let trimmed = value.trimmingBlanks
        return trimmed.isEmpty ? nil : trimmed
    }
}
