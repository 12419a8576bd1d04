internal import NIOCore
internal import NIOPosix

/// The threads that read and write connections, as the ones that every task of the process runs on.
package enum EventLoopPool {
    /// Runs all tasks of the process on the threads of connections: a request is then answered where it was read, without being passed
    /// to another pool and back.
    ///
    /// To be called once, before tasks begin. What computes for long belongs on a thread of its own (`onAnotherThread`), since the
    /// connections of a thread wait meanwhile.
    ///
    /// - Returns: Whether this compiler and platform can; where not, tasks run in the standard pool.
    @discardableResult
    package static func runAllTasks() -> Bool {
        NIOSingletons.unsafeTryInstallSingletonPosixEventLoopGroupAsConcurrencyGlobalExecutor()
    }
}
