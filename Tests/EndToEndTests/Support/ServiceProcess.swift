import Foundation
import Testing

/// A running `mulligan serve` on a free port of loopback.
final class ServiceProcess {
    /// `http://127.0.0.1:PORT`.
    let address: String
    private let process: Process
    private let output: Pipe
    private let errorFile: String

    /// Starts the service on the store in `folder` and waits until it says where it listens.
    init(
        in folder: TemporaryFolder,
        port: Int = 0,
        policy: String? = nil,
        arguments more: [String] = [],
        environment: [String: String] = [:]
    ) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: Program.mulligan)
        process.currentDirectoryURL = URL(fileURLWithPath: Program.repository)
        var arguments = ["serve", "--port", "\(port)", "--store", "sqlite:\(folder.path)/mulligan.sqlite"] + more
        if let policy { arguments += ["--policy", try folder.write(policy, to: "policy.yaml")] }
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        output = Pipe()
        process.standardOutput = output
        errorFile = "\(folder.path)/serve-\(UUID().uuidString).log"
        _ = FileManager.default.createFile(atPath: errorFile, contents: nil)
        process.standardError = FileHandle(forWritingAtPath: errorFile)
        try process.run()

        var text = ""
        while !text.contains("\n") {
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { break }
            text += String(decoding: data, as: UTF8.self)
        }
        let first = text.split(separator: "\n").first.map(String.init) ?? ""
        guard let start = first.range(of: #"https?://"#, options: .regularExpression) else {
            process.waitUntilExit()
            let errors = String(decoding: FileManager.default.contents(atPath: errorFile) ?? Data(), as: UTF8.self)
            throw StartFailure(status: process.terminationStatus, errors: errors)
        }
        address = String(first[start.lowerBound...])
    }

    /// The service did not start.
    struct StartFailure: Error {
        var status: Int32
        var errors: String
    }

    /// What the service wrote to standard error.
    var log: String { String(decoding: FileManager.default.contents(atPath: errorFile) ?? Data(), as: UTF8.self) }

    /// Asks the service to end, and returns its exit status and how long it took, in seconds.
    func terminate() -> (status: Int32, seconds: Double) {
        let start = Date()
        process.terminate()
        process.waitUntilExit()
        return (process.terminationStatus, Date().timeIntervalSince(start))
    }

    /// Ends the service as a power cut would.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    deinit {
        if process.isRunning { kill() }
    }
}
