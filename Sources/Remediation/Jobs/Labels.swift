/// The bounds on a record's labels.
package enum Labels {
    /// The most labels that a record may carry.
    package static let most = 64

    /// The most characters of a label's name.
    static let longestName = 128

    /// Whether `check` passes the labels; false also for some of many characters that are not ASCII.
    static func areWithinBounds(_ labels: [String: String]) -> Bool {
        labels.count <= most
            && labels.allSatisfy { name, value in
                !name.isEmpty && name.utf8.count <= longestName && value.utf8.count <= Bounds.name
            }
    }

    /// Refuses too many labels, empty names and values over 512 characters.
    ///
    /// - Throws: `DecodingError` that names the label.
    package static func check(_ labels: [String: String], at path: [any CodingKey]) throws {
        guard labels.count <= most else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: path, debugDescription: "has \(labels.count) labels; at most \(most) are kept")
            )
        }
        for (name, value) in labels
        where name.isEmpty || name.unicodeScalars.count > longestName || value.unicodeScalars.count > Bounds.name {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: path + [AnyCodingKey(stringValue: String(name.prefix(longestName)))],
                    debugDescription: "a label's name has 1 to \(longestName) characters and its value at most \(Bounds.name)"
                )
            )
        }
    }

    /// Reads what a person writes: `queue=long, workflow=billing`.
    ///
    /// - Throws: `RemediationError.invalidInput` that names `field` for what is no NAME=VALUE, for a name that comes twice, and beyond the
    ///   bounds.
    package static func parse(_ text: String?, field: String) throws(RemediationError) -> [String: String] {
        guard let text else { return [:] }
        return try parse(text.split(separator: ",").map(String.init), field: field)
    }

    /// Reads labels that are written one by one: `queue=long`.
    ///
    /// - Throws: `RemediationError.invalidInput` that names `field`, as for several in a line.
    package static func parse(_ pairs: [String], field: String) throws(RemediationError) -> [String: String] {
        var labels: [String: String] = [:]
        for pair in pairs {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(\.trimmingBlanks)
            guard halves.count == 2, !halves[0].isEmpty, !halves[1].isEmpty else {
                throw RemediationError(.invalidInput, "\"\(pair.prefix(100))\" is not NAME=VALUE, such as queue=long", field: field)
            }
            guard labels.updateValue(halves[1], forKey: halves[0]) == nil else {
                throw RemediationError(.invalidInput, "names \(halves[0].prefix(100)) twice; a job bears it once", field: field)
            }
        }
        guard areWithinBounds(labels) else {
            throw RemediationError(
                .invalidInput,
                "has at most \(most) labels, names of \(longestName) and values of \(Bounds.name) characters",
                field: field
            )
        }
        return labels
    }
}
