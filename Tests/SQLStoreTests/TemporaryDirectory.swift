import Foundation

/// A directory that is gone when the last reference to it is.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "mulligan-store-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A file in the directory.
    func file(_ name: String = "mulligan.db") -> String { path + "/" + name }
}
