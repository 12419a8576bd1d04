/// One setting a retry may change, with the lattice of values it can take.
public struct Knob: Sendable, Hashable {
    /// What the values of a knob measure; used in explanations alone.
    public enum Unit: String, Sendable, Hashable, CaseIterable {
        /// Bytes, shown in binary multiples.
        case bytes
        /// Seconds, shown as seconds, minutes or hours.
        case seconds
        /// Cores, tasks, workers: shown as they are.
        case count
    }

    /// The name of the setting, as the scheduler's adapter knows it.
    public let name: String
    /// The values of the lattice, strictly ascending and finite, in `unit`.
    public let values: [Double]
    /// What the values measure.
    public let unit: Unit

    /// Creates a knob over a lattice.
    ///
    /// - Parameters:
    ///   - name: The name of the setting.
    ///   - values: At least one value; finite, strictly ascending.
    ///   - unit: What the values measure.
    /// - Throws: `SearchError` with code `invalidKnob`.
    public init(name: String, values: [Double], unit: Unit = .count) throws(SearchError) {
        guard !values.isEmpty else {
            throw SearchError(.invalidKnob, "knob \(name) has no values; give it at least one")
        }
        for (index, value) in values.enumerated() {
            guard value.isFinite, index == 0 || values[index - 1] < value else {
                throw SearchError(
                    .invalidKnob,
                    "knob \(name), value \(index) (\(value)): values must be finite and strictly ascending; sort and deduplicate them"
                )
            }
        }
        self.name = name
        self.values = values
        self.unit = unit
    }

    /// Writes a value of this knob for people: `16 GB`, `2 h`, `8`.
    public func describe(_ value: Double) -> String {
        switch unit {
        case .bytes: HumanUnits.bytes(value)
        case .seconds: HumanUnits.seconds(value)
        case .count: HumanUnits.number(value)
        }
    }
}
