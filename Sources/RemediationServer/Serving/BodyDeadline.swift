internal import NIOCore
internal import NIOHTTPTypes

/// Gives a client so long for a body once its head has come: whoever reads the body gets a `RequestTimeout` then, and the connection is
/// closed behind the answer.
///
/// It begins with the head, also where the service reads the body later than it could.
///
/// The clock of a connection's own event loop, set only where the body did not come along with the head: a task that sleeps beside every
/// read costs more than the read.
final class BodyDeadline: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let seconds: Double
    private var isReading = false
    private var isLate = false
    private var timer: Scheduled<Void>?

    /// A deadline of `seconds` after each head.
    init(seconds: Double) {
        self.seconds = seconds
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: isReading = true
        case .body: break
        case .end:
            isReading = false
            cancel()
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if isReading, timer == nil {
            timer = context.eventLoop.assumeIsolated().scheduleTask(in: .nanoseconds(Int64(seconds * 1e9))) { [self] in
                isLate = true
                context.fireErrorCaught(RequestTimeout(seconds: seconds))
            }
        }
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard isLate, case .end = unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
        context.writeAndFlush(data, promise: promise)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { cancel() }

    private func cancel() {
        timer?.cancel()
        timer = nil
    }
}
