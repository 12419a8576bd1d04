internal import Foundation
internal import Remediation
internal import Synchronization

/// What a finished command left.
struct CommandResult: Hashable, Sendable {
    /// The exit status; 128 + the signal's number when a signal ended it.
    var status: Int32
    /// Standard output, lossily as UTF-8.
    var output: String
    /// Standard error, lossily as UTF-8.
    var errorOutput: String
}

/// Runs programs without a shell: arguments go as they are, so no job's name can become a command.
struct CommandRunner: Sendable {
    /// The whole environment of the commands.
    var environment: [String: String]
    /// How long a command may take, in seconds; then it is killed.
    var timeoutSeconds: Double
    /// How much of each output is kept, in bytes; the rest is read and dropped.
    var maximumOutputBytes = 1 << 20

    /// Runs `arguments`, whose first is the program's name or path, and waits for its end off the cooperative pool.
    ///
    /// - Throws: `SchedulerError`: permanent when the program is not there, transient when it took too long or was cancelled.
    func run(_ arguments: [String]) async throws(SchedulerError) -> CommandResult {
        guard let name = arguments.first, let program = executable(name) else {
            throw SchedulerError(
                "\(arguments.first ?? "") is not installed where Mulligan runs; install Slurm's client programs or use its REST API",
                isTransient: false
            )
        }
        let isCancelled = CancellationFlag()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Result<CommandResult, SchedulerError>, Never>) in
                let thread = Thread {
                    continuation.resume(returning: runBlocking(program, arguments, isCancelled))
                }
                thread.name = "command"
                thread.start()
            }
        } onCancel: {
            isCancelled.set()
        }
        return try result.get()
    }

    private func executable(_ name: String) -> String? {
        if name.contains("/") { return FileManager.default.isExecutableFile(atPath: name) ? name : nil }
        return (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private func runBlocking(
        _ program: String,
        _ arguments: [String],
        _ isCancelled: CancellationFlag
    ) -> Result<CommandResult, SchedulerError> {
        let name = arguments[0]
        let child: ChildProcess
        do {
            child = try ChildProcess(program, arguments, environment)
        } catch {
            return .failure(SchedulerError("\(name) cannot be started: \(String(cString: strerror(error.code)))", isTransient: true))
        }
        defer { child.closeStreams() }
        var streams = child.outputs.map { Stream(descriptor: $0) }
        let deadline = ContinuousClock.now + .seconds(timeoutSeconds)
        var status: Int32?
        while true {
            let isQuiet = read(&streams)
            status = status ?? child.statusIfEnded()
            // A daemon that the command left behind may hold the pipes for ever: its end and a pause are enough.
            if let status, isQuiet || streams.allSatisfy(\.isAtEnd) {
                return .success(CommandResult(status: status, output: streams[0].text, errorOutput: streams[1].text))
            }
            if isCancelled.isSet || ContinuousClock.now >= deadline {
                if status == nil { child.kill() }
                let reason = isCancelled.isSet ? "was cancelled" : "did not end within \(timeoutSeconds) s"
                return .failure(SchedulerError("\(name) \(reason)", isTransient: true))
            }
        }
    }

    /// Waits up to 20 ms for output and takes what there is; whether there was none.
    private func read(_ streams: inout [Stream]) -> Bool {
        var polls = streams.map { pollfd(fd: $0.isAtEnd ? -1 : $0.descriptor, events: Int16(POLLIN), revents: 0) }
        guard poll(&polls, nfds_t(polls.count), 20) > 0 else { return true }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        for index in streams.indices where polls[index].revents != 0 {
            let count = Foundation.read(streams[index].descriptor, &buffer, buffer.count)
            if count > 0 {
                let room = max(0, maximumOutputBytes - streams[index].bytes.count)
                streams[index].bytes.append(contentsOf: buffer[..<min(count, room)])
            } else if count == 0 || errno != EINTR {
                streams[index].isAtEnd = true
            }
        }
        return false
    }

    private struct Stream {
        let descriptor: Int32
        var bytes: [UInt8] = []
        var isAtEnd = false
        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    private final class CancellationFlag: Sendable {
        private let value = Atomic<Bool>(false)
        var isSet: Bool { value.load(ordering: .relaxed) }
        func set() { value.store(true, ordering: .relaxed) }
    }
}
