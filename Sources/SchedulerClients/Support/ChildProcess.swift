internal import Foundation
internal import Synchronization

/// One running program, by `posix_spawn`.
///
/// Not Foundation's `Process`: that one takes a program for running as long as any descendant of it lives, and hands its pipes to
/// programs that other threads start at the same moment.
struct ChildProcess {
    /// Why a program could not be started.
    struct SpawnError: Error {
        /// The system's `errno`.
        let code: Int32
    }

    /// The reading ends of standard output and standard error.
    let outputs: [Int32]
    private let processId: pid_t

    /// Starts `program` with nothing but these arguments (the name first), environment and outputs; its input is empty.
    init(_ program: String, _ arguments: [String], _ environment: [String: String]) throws(SpawnError) {
        // One start at a time: between making a pipe and marking it, another thread's program would inherit it.
        let started = try Self.starting.withLock { (_) throws(SpawnError) in try Self.start(program, arguments, environment) }
        (processId, outputs) = started
    }

    private static let starting = Mutex(())

    private static func start(
        _ program: String,
        _ arguments: [String],
        _ environment: [String: String]
    ) throws(SpawnError) -> (pid_t, [Int32]) {
        let pipes = try [pipe(), pipe()]
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, pipes[0].writing, 1)
        posix_spawn_file_actions_adddup2(&actions, pipes[1].writing, 2)
        // Signals as a fresh process has them, whatever this thread blocks; a group of its own, so that all of it can be killed.
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

        var argumentPointers = arguments.map { strdup($0) } + [nil]
        var environmentPointers = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argumentPointers + environmentPointers { free(pointer) } }
        var processId: pid_t = 0
        let code = posix_spawn(&processId, program, &actions, &attributes, &argumentPointers, &environmentPointers)
        for pipe in pipes { close(pipe.writing) }
        guard code == 0 else {
            for pipe in pipes { close(pipe.reading) }
            throw SpawnError(code: code)
        }
        return (processId, pipes.map(\.reading))
    }

    /// A pipe that programs started later do not inherit.
    private static func pipe() throws(SpawnError) -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        guard Foundation.pipe(&ends) == 0 else { throw SpawnError(code: errno) }
        for descriptor in ends { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// The exit status, or 128 + the signal's number; nil while it runs. After the end, call it no more.
    func statusIfEnded() -> Int32? {
        var status: Int32 = 0
        guard waitpid(processId, &status, WNOHANG) == processId else { return nil }
        return Self.exitStatus(status)
    }

    /// Ends it and everything that it started.
    func kill() {
        Foundation.kill(-processId, SIGKILL)
        var status: Int32 = 0
        while waitpid(processId, &status, 0) == -1, errno == EINTR {}
    }

    /// Closes the reading ends.
    func closeStreams() {
        for descriptor in outputs { close(descriptor) }
    }

    private static func exitStatus(_ status: Int32) -> Int32 {
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }
}
