internal import Logging
internal import RemediationEngine
internal import ServiceLifecycle

/// Learns what other processes on the same store record, as a service of the program.
struct HistoryRunner: Service {
    let service: RemediationService
    let logger: Logger

    func run() async {
        await cancelWhenGracefulShutdown {
            await service.followHistory { logger.error("recorded attempts cannot be read now", metadata: ["error": "\($0)"]) }
        }
    }
}
