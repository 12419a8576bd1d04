internal import FoundationEssentials
package import Logging
package import Remediation

/// Writes log events as JSON, one object a line, to standard error.
package struct JSONLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let clock: any WallClock
    private let write: @Sendable (String) -> Void

    /// A handler for the logger `label`; `write` takes each line with its end.
    package init(
        label: String = "mulligan",
        level: Logger.Level = .info,
        clock: any WallClock = SystemWallClock(),
        write: @escaping @Sendable (String) -> Void = { StandardError.write($0) }
    ) {
        self.label = label
        logLevel = level
        self.clock = clock
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var fields: [String: JSONValue] = [:]
        for source in [metadataProvider?.get() ?? [:], metadata, event.metadata ?? [:]] {
            for (key, value) in source { fields[key] = Self.json(value) }
        }
        // The fixed fields win over metadata of the same name: a reader relies on them.
        fields["time"] = .string(clock.now().formatted)
        fields["level"] = .string(event.level.rawValue)
        fields["logger"] = .string(label)
        fields["message"] = .string(event.message.description)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(fields) else { return }
        write(String(decoding: data, as: UTF8.self) + "\n")
    }

    private static func json(_ value: Logger.MetadataValue) -> JSONValue {
        switch value {
        case .string(let text): .string(text)
        case .stringConvertible(let value as Bool): .bool(value)
        case .stringConvertible(let value as any BinaryInteger): .number(Double(value))
        case .stringConvertible(let value as Double) where value.isFinite: .number(value)
        case .stringConvertible(let value): .string(value.description)
        case .dictionary(let members): .object(members.mapValues(json))
        case .array(let elements): .array(elements.map(json))
        }
    }
}
