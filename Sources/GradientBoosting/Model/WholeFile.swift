package import FoundationEssentials

/// Writes files all or nothing.
package enum WholeFile {
    /// Replaces the file at `path` by `data`: a reader sees the old content or the new, never a part.
    ///
    /// What is there and is no regular file (`/dev/null`, a pipe) is written through: replacing would take it away.
    ///
    /// - Throws: Foundation's error if the file cannot be written.
    package static func write(_ data: Data, to path: String) throws {
        let url = URL(filePath: path)
        let kind = try? FileManager.default.attributesOfItem(atPath: url.resolvingSymlinksInPath().path)[.type] as? FileAttributeType
        let isReplaceable = kind == nil || kind == .typeRegular
        try data.write(to: url, options: isReplaceable ? .atomic : [])
    }
}
