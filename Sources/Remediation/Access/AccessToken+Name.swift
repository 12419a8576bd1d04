extension AccessToken {
    /// The names that decisions of the service itself are recorded under: no token may bear them.
    package static let reservedNames: Set<String> = [
        "policy", "api", "hook", "anyone", "outbox", "system", "mulligan", "file change",
    ]

    /// Checks a name that a token is to bear.
    ///
    /// - Throws: `RemediationError.invalidInput` when it is empty, longer than 128 characters, holds control characters or could be taken for
    ///   the service itself or for somebody whom an identity provider knows.
    package static func check(name: String) throws(RemediationError) {
        let trimmed = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard (1...128).contains(name.unicodeScalars.count), trimmed == name,
            !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control || $0.properties.generalCategory == .format })
        else {
            throw RemediationError(.invalidInput, "must have from 1 to 128 visible characters and single blanks", field: "name")
        }
        let lower = name.lowercased()
        guard !reservedNames.contains(lower), !["oidc:", "scheduler/", "playbook/"].contains(where: lower.hasPrefix) else {
            throw RemediationError(
                .invalidInput,
                "\"\(name)\" is kept for the service itself; name the token after who uses it",
                field: "name"
            )
        }
    }
}
