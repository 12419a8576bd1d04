internal import Dispatch
internal import Foundation
internal import NIOCore
internal import Synchronization

/// The threads that requests are worked on, one a processor: whichever is free goes on with the request that has waited longest.
///
/// On the threads of the event loops, the requests of one loop would wait whenever that thread does (for a processor, for a long answer),
/// while those of another are served before their turn. As a preference of tasks an asynchronous call just goes on: a request passes through
/// this queue a few times, where it waits for the store or ends a stage (`Stage`). What computes for long or reads files is to run
/// elsewhere (`OtherThreads`), since other requests wait meanwhile.
final class RequestThreads: TaskExecutor {
    /// The threads that all servers of the process share.
    static let executor = RequestThreads(count: System.coreCount)

    private let queue = Mutex(CircularBuffer<UnownedJob>())
    /// Counts the jobs that no thread has been told of.
    private let waiting = DispatchSemaphore(value: 0)

    /// Threads that live as long as the process.
    private init(count: Int) {
        for number in 1...count {
            let thread = Thread { [self] in
                // On Linux only a thread that runs has a name to be set.
                Thread.current.name = "requests-\(number)"
                while true {
                    waiting.wait()
                    if let job = queue.withLock({ $0.popFirst() }) { job.runSynchronously(on: asUnownedTaskExecutor()) }
                }
            }
            // The process's own executor gives its threads as much.
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.withLock { $0.append(job) }
        waiting.signal()
    }
}
