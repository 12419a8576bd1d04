/// The version of this program.
enum BuildVersion {
    /// Semantic version of the release; `CHANGELOG.md` says what is in it.
    static let current = "0.1.0"
}
