internal import NIOCore
internal import NIOPosix

/// The threads of connections, as the ones that run the tasks of the process.
package enum EventLoopPool {
    /// Runs tasks on the threads of connections: a request reaches its handler, and its answer the socket, without passing through
    /// another pool.
    ///
    /// To be called once. What computes for long or reads files is to run elsewhere (`OtherThreads`), since the connections of a thread
    /// wait meanwhile.
    ///
    /// - Returns: Whether this compiler and platform can; where not, tasks run in the standard pool.
    @discardableResult
    package static func runTasks() -> Bool {
        #if os(Linux)
            NIOSingletons.unsafeTryInstallSingletonPosixEventLoopGroupAsConcurrencyGlobalExecutor()
        #else
            // Elsewhere it must be done on the main thread, before anything else.
            false
        #endif
    }
}
