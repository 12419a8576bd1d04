internal import CCurl
internal import Foundation
internal import Remediation
internal import Synchronization

/// One thread that drives a `curl_multi` handle; other threads hand it work and wake it.
final class CurlLoop: Sendable {
    typealias Result = Swift.Result<OutboundResponse, SchedulerError>

    /// A request on its way to the thread; its completion is called exactly once.
    struct Submission: Sendable {
        let id: UInt64
        let request: OutboundRequest
        let target: OutboundTarget
        let completion: @Sendable (Result) -> Void
    }

    private struct State {
        var submissions: [Submission] = []
        var cancellations: [UInt64] = []
        var multi: MultiHandle?
        var isRunning = false
        var isStopping = false
        var stopped: [@Sendable () -> Void] = []
    }

    /// The handle, shared only for `curl_multi_wakeup`, the one call that libcurl allows from other threads.
    private struct MultiHandle: @unchecked Sendable {
        let pointer: UnsafeMutableRawPointer
    }

    private static let globalInit: CURLcode = mulligan_curl_global_init()

    private let options: HTTPTransportOptions
    private let state = Mutex(State())
    private let counter = Atomic<UInt64>(0)

    init(_ options: HTTPTransportOptions) {
        self.options = options
    }

    /// A number that no other request of this loop has.
    func nextIdentifier() -> UInt64 {
        counter.wrappingAdd(1, ordering: .relaxed).newValue
    }

    /// Hands `submission` to the thread, which is started when there is none.
    func submit(_ submission: Submission) {
        let refusal: SchedulerError? = state.withLock { state in
            if state.isStopping { return Self.shutDown }
            if !state.isRunning {
                guard Self.globalInit == CURLE_OK, let pointer = curl_multi_init() else {
                    return SchedulerError("libcurl could not start; is the process out of memory or file descriptors?", isTransient: true)
                }
                mulligan_curl_multi_set_long(pointer, CURLMOPT_MAX_TOTAL_CONNECTIONS, max(1, options.maximumConnections))
                let multi = MultiHandle(pointer: pointer)
                state.multi = multi
                state.isRunning = true
                let thread = Thread { [self] in run(multi.pointer) }
                thread.name = "outbound-http"
                thread.start()
            }
            state.submissions.append(submission)
            wake(&state)
            return nil
        }
        if let refusal { submission.completion(.failure(refusal)) }
    }

    /// Asks the thread to give up on a request; unknown ones are ignored.
    func cancel(_ id: UInt64) {
        state.withLock { state in
            guard state.isRunning else { return }
            state.cancellations.append(id)
            wake(&state)
        }
    }

    /// Asks the thread to end; `completion` is called when it has.
    func stop(_ completion: (@Sendable () -> Void)? = nil) {
        let isIdle = state.withLock { state in
            state.isStopping = true
            guard state.isRunning else { return true }
            if let completion { state.stopped.append(completion) }
            wake(&state)
            return false
        }
        if isIdle { completion?() }
    }

    /// Wakes the thread; under the lock, because the handle dies under it too.
    private func wake(_ state: inout State) {
        if let multi = state.multi { curl_multi_wakeup(multi.pointer) }
    }

    private static let shutDown = SchedulerError("the HTTP transport is shut down", isTransient: true)
    private static let cancelled = SchedulerError("the request was cancelled", isTransient: true)

    // MARK: The thread

    private func run(_ multi: UnsafeMutableRawPointer) {
        var transfers: [UInt64: CurlTransfer] = [:]
        while true {
            let (submissions, cancellations, isStopping) = state.withLock { state in
                defer { (state.submissions, state.cancellations) = ([], []) }
                return (state.submissions, state.cancellations, state.isStopping)
            }
            for submission in submissions {
                start(submission, on: multi, in: &transfers)
            }
            for id in cancellations {
                guard let transfer = transfers.removeValue(forKey: id) else { continue }
                curl_multi_remove_handle(multi, transfer.handle)
                transfer.finish(.failure(Self.cancelled))
            }
            if isStopping { break }
            var running: Int32 = 0
            let performed = curl_multi_perform(multi, &running)
            collect(from: multi, into: &transfers)
            // A minute is only a fallback: libcurl wakes for its own timers, and `curl_multi_wakeup` for ours.
            let polled = curl_multi_poll(multi, nil, 0, 60_000, nil)
            if performed != CURLM_OK || polled != CURLM_OK { Thread.sleep(forTimeInterval: 0.05) }
        }
        for transfer in transfers.values {
            curl_multi_remove_handle(multi, transfer.handle)
            transfer.finish(.failure(Self.shutDown))
        }
        let (late, stopped) = state.withLock { state in
            defer { (state.multi, state.isRunning, state.submissions, state.stopped) = (nil, false, [], []) }
            curl_multi_cleanup(multi)
            return (state.submissions, state.stopped)
        }
        for submission in late { submission.completion(.failure(Self.shutDown)) }
        for completion in stopped { completion() }
    }

    private func start(
        _ submission: Submission,
        on multi: UnsafeMutableRawPointer,
        in transfers: inout [UInt64: CurlTransfer]
    ) {
        guard let transfer = CurlTransfer(submission, options), curl_multi_add_handle(multi, transfer.handle) == CURLM_OK else {
            submission.completion(.failure(SchedulerError("libcurl refused the request; is the process out of memory?", isTransient: true)))
            return
        }
        transfers[submission.id] = transfer
    }

    private func collect(from multi: UnsafeMutableRawPointer, into transfers: inout [UInt64: CurlTransfer]) {
        var remaining: Int32 = 0
        while let message = curl_multi_info_read(multi, &remaining) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
            let code = mulligan_curl_message_result(message)
            var context: UnsafeMutableRawPointer?
            _ = mulligan_curl_get_pointer(handle, CURLINFO_PRIVATE, &context)
            curl_multi_remove_handle(multi, handle)
            guard let context else { continue }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            transfers[transfer.id] = nil
            transfer.finish(transfer.result(code))
        }
    }
}
