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
}
