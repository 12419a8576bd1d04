internal import Dispatch

/// Threads beside those that most requests share, for those that may compute for long or wait for files.
final class OtherThreads: TaskExecutor {
    static let executor = OtherThreads()

    /// Bodies that are longer than this are read, classified and stored elsewhere, in bytes: about a millisecond's work.
    static let largestQuickBody = 128 << 10

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        DispatchQueue.global().async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
