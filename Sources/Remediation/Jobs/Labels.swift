/// The bounds on a record's labels.
package enum Labels {
    /// The most labels that a record may carry.
    package static let most = 64

    /// Refuses too many labels, empty names and values over 512 characters.
    ///
    /// - Throws: `DecodingError` that names the label.
    package static func check(_ labels: [String: String], at path: [any CodingKey]) throws {
        guard labels.count <= most else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: path, debugDescription: "has \(labels.count) labels; at most \(most) are kept")
            )
        }
        for (name, value) in labels where name.isEmpty || name.unicodeScalars.count > 128 || value.unicodeScalars.count > 512 {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: path + [AnyCodingKey(stringValue: String(name.prefix(128)))],
                    debugDescription: "a label's name has 1 to 128 characters and its value at most 512"
                )
            )
        }
    }
}
