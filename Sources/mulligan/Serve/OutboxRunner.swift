internal import Logging
internal import RemediationEngine
internal import ServiceLifecycle

/// Runs the outbox as a service of the program: a shutdown finishes what is under way.
struct OutboxRunner: Service {
    let outbox: Outbox
    let logger: Logger

    func run() async {
        await cancelWhenGracefulShutdown {
            await outbox.run { logger.warning("\($0)") }
        }
    }
}
