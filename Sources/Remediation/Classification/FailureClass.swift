/// What went wrong with a job: one name of a fixed taxonomy, `category.class`.
package struct FailureClass: Hashable, Sendable, RawRepresentable {
    /// The class's name: `memory.container_limit`.
    package let rawValue: String

    /// A class by name; nil when the taxonomy has no such class.
    package init?(rawValue: String) {
        self.rawValue = rawValue
        guard Self.profileByClass[self] != nil else { return nil }
    }

    init(raw: String) {
        rawValue = raw
    }

    /// The part before the dot: `memory`.
    package var category: String { String(Substring(rawValue.utf8.prefix { $0 != UInt8(ascii: ".") })) }

    /// One sentence for people.
    package var title: String { Self.profileByClass[self]?.title ?? rawValue }

    /// Whether a retry can help when no rule says more.
    package var retryability: Retryability { Self.profileByClass[self]?.retryability ?? .unknown }

    /// The resource that ran out, if one did.
    package var exhausted: ExhaustedResource? { Self.profileByClass[self]?.exhausted }

    /// Whether more memory is the remedy.
    package var isMemory: Bool { exhausted == .memory || exhausted == .memoryOverhead }

    /// What the taxonomy knows of a class.
    struct Profile: Sendable {
        let failureClass: FailureClass
        let title: String
        let retryability: Retryability
        let exhausted: ExhaustedResource?

        init(_ failureClass: FailureClass, _ title: String, _ retryability: Retryability, _ exhausted: ExhaustedResource?) {
            self.failureClass = failureClass
            self.title = title
            self.retryability = retryability
            self.exhausted = exhausted
        }
    }
}

extension FailureClass: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let name = try container.decode(String.self)
        guard let value = FailureClass(rawValue: name) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "\"\(name.prefix(60))\" is not a failure class; the classes are listed in docs/failure-classes.md"
            )
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

extension FailureClass: CustomStringConvertible {
    package var description: String { rawValue }
}
