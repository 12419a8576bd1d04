internal import Dispatch

/// Runs `body`, which computes for long, on a thread that no request waits for, and returns what it returns.
func onAnotherThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(returning: body()) }
    }
}
