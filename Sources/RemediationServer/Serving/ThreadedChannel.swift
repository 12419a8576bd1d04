internal import HummingbirdCore
internal import Logging
internal import NIOCore

/// Connections as `base` serves them, their requests worked on by `RequestThreads`.
struct ThreadedChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> { base.setup(channel: channel, logger: logger) }

    func handle(value: Base.Value, logger: Logger) async {
        await withTaskExecutorPreference(RequestThreads.executor) { await base.handle(value: value, logger: logger) }
    }
}
