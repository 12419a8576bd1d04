internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// Ends a connection between two requests and not in one: the last answer says `Connection: close`, and the connection is closed behind it.
///
/// A service that is asked to end and closes what is idle at once cuts off the request that is on its way just then: the client has
/// written it, and cannot know whether it was worked on. So an idle connection stays for a moment, and a client that goes on using it is told
/// in the answer. The same serves connections beyond the limit, which get one answer each.
final class ConnectionEnd: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long a connection without a request stays when the service ends, in seconds; less than the time that requests are given.
    static let quietSeconds = 1.0

    private let limit: ConnectionLimit
    private var isCounted = false
    private var isEnding = false
    private var isReading = false
    /// Requests whose head was read and whose answer is not complete.
    private var underWay = 0
    private var timer: Scheduled<Void>?

    init(limit: ConnectionLimit) {
        self.limit = limit
    }

    func channelActive(context: ChannelHandlerContext) {
        isCounted = true
        if !limit.enter(context.channel) { end(context, seconds: ConnectionLimit.spareSeconds) }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        if isCounted { limit.leave(context.channel) }
        isCounted = false
        cancel()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // The handlers behind would close at once.
        guard event is ChannelShouldQuiesceEvent else { return context.fireUserInboundEventTriggered(event) }
        end(context, seconds: Self.quietSeconds)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            underWay += 1
            isReading = true
            cancel()
        case .body: break
        case .end: isReading = false
        }
        context.fireChannelRead(data)
        if isEnding { closeIfDone(context) }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where isEnding && underWay <= 1 && head.status.kind != .informational:
            head.headerFields[.connection] = "close"
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end where isEnding:
            let promise = promise ?? context.eventLoop.makePromise()
            // Behind the last byte: a close takes what is not written yet along.
            promise.futureResult.assumeIsolated().whenComplete { [self] _ in
                answered()
                closeIfDone(context)
            }
            context.write(data, promise: promise)
        case .end:
            answered()
            context.write(data, promise: promise)
        case .head, .body: context.write(data, promise: promise)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { cancel() }

    private func end(_ context: ChannelHandlerContext, seconds: Double) {
        guard !isEnding else { return }
        isEnding = true
        guard underWay == 0 else { return }
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: .nanoseconds(Int64(seconds * 1e9))) { [self] in
            closeIfDone(context)
        }
    }

    /// What cannot be read as a request is answered too, without having been one.
    private func answered() { underWay = max(0, underWay - 1) }

    /// A body that is still on its way is read first: closed before, the client would see a reset and not its answer.
    private func closeIfDone(_ context: ChannelHandlerContext) {
        if underWay == 0, !isReading { context.close(promise: nil) }
    }

    private func cancel() {
        timer?.cancel()
        timer = nil
    }
}
