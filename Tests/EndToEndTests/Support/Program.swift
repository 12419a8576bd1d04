import Foundation

/// Runs the built `mulligan` and other programs to their end.
enum Program {
    /// The built binary: it lies beside the test bundle.
    static let mulligan: String = {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("mulligan").path
    }()

    /// The package's folder.
    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// How a program ended.
    struct Result {
        var status: Int32
        var output: String
        var errors: String
    }

    /// Runs a program (found on PATH if it is a bare name) in the package's folder with `input`, and waits for its end.
    static func run(
        _ arguments: [String],
        program path: String = mulligan,
        input: String = "",
        environment: [String: String] = [:],
        directory: String = repository
    ) throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path.contains("/") ? path : "/usr/bin/env")
        process.arguments = path.contains("/") ? arguments : [path] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        // Files, not pipes: a pipe that nobody drains while we write would block both sides.
        let folder = try TemporaryFolder()
        let stdin = folder.path + "/in"
        try Data(input.utf8).write(to: URL(fileURLWithPath: stdin))
        for name in ["out", "err"] { _ = FileManager.default.createFile(atPath: "\(folder.path)/\(name)", contents: nil) }
        process.standardInput = FileHandle(forReadingAtPath: stdin)
        process.standardOutput = FileHandle(forWritingAtPath: folder.path + "/out")
        process.standardError = FileHandle(forWritingAtPath: folder.path + "/err")
        try process.run()
        process.waitUntilExit()
        func text(_ name: String) -> String {
            String(decoding: FileManager.default.contents(atPath: "\(folder.path)/\(name)") ?? Data(), as: UTF8.self)
        }
        return Result(status: process.terminationStatus, output: text("out"), errors: text("err"))
    }

    /// Whether a program is on PATH.
    static func exists(_ name: String) -> Bool {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":") + ["/usr/sbin", "/sbin"]
        return folders.contains { access("\($0)/\(name)", X_OK) == 0 }
    }
}
