internal import Dispatch

/// Runs `body` for every index in `0..<count` on at most `threads` threads and waits.
///
/// Indices are handed out as threads come free, so `body` must write only to places that its index owns.
func concurrently(_ count: Int, threads: Int, _ body: (Int) -> Void) {
    let workers = min(threads, count)
    if workers <= 1 {
        for index in 0..<count { body(index) }
        return
    }
    withoutActuallyEscaping(body) { body in
        let shared = Shared(body: body)
        let ticket = Ticket(limit: count)
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            while let index = ticket.next() { shared.body(index) }
        }
    }
}

private struct Shared: @unchecked Sendable {
    let body: (Int) -> Void
}
