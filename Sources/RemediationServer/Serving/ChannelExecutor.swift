internal import NIOCore

/// The thread of one connection's channel, for the tasks of its requests: a request reaches its handler, and its answer the socket, without
/// passing through another thread.
///
/// SwiftNIO can also take the place of the process's own executor, but then runs each job as one of its loop's serial executor: every call
/// of an asynchronous function changes executors, and waits in the loop's queue, some eighty times a request. As a preference of tasks the
/// call just goes on. What computes for long or reads files is to run elsewhere (`OtherThreads`), since the other connections of the thread
/// wait meanwhile.
final class ChannelExecutor: TaskExecutor {
    private let loop: any EventLoop

    /// An executor on the thread of `loop`.
    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
