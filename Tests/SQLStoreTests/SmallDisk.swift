import Foundation
import Testing

/// A file system in memory of a few megabytes.
struct SmallDisk {
    let path: String

    static let isPossible =
        FileManager.default.isExecutableFile(atPath: "/usr/bin/mount") && (try? SmallDisk(megabytes: 1))?.unmount() != nil

    init(megabytes: Int) throws {
        path = NSTemporaryDirectory() + "mulligan-disk-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Self.run("/usr/bin/mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", path])
    }

    func file() -> String { path + "/mulligan.db" }

    func resize(megabytes: Int) throws { try remount("size=\(megabytes)m") }

    func remount(_ options: String) throws {
        try Self.run("/usr/bin/mount", ["-o", "remount,\(options)", path])
    }

    func unmount() {
        try? Self.run("/usr/bin/umount", ["-l", path])
        try? FileManager.default.removeItem(atPath: path)
    }

    private static func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw SmallDiskError(program: program, status: process.terminationStatus) }
    }
}

struct SmallDiskError: Error {
    let program: String
    let status: Int32
}
