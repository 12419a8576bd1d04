internal import NIOCore
internal import NIOPosix

/// The threads of connections, for the tasks of requests: a request reaches its handler, and its answer the socket, without passing through
/// another pool.
///
/// SwiftNIO can also take the place of the process's own executor, but then runs each job as one of its loop's serial executor: every call
/// of an asynchronous function changes executors, and waits in the loop's queue, some eighty times a request. As a preference of tasks the
/// call just goes on. What computes for long or reads files is to run elsewhere (`OtherThreads`), since the connections of a thread wait
/// meanwhile.
final class ConnectionThreads: TaskExecutor {
    static let executor = ConnectionThreads()

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // On a thread of the group its own loop, elsewhere the next.
        MultiThreadedEventLoopGroup.singleton.any().execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
