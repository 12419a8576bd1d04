internal import Logging
internal import RemediationEngine
internal import ServiceLifecycle

/// Runs the watcher of incidents as a service of the program; each incident is one line in the log.
struct IncidentRunner: Service {
    let monitor: IncidentMonitor
    let logger: Logger

    func run() async {
        await cancelWhenGracefulShutdown {
            await monitor.run(
                notice: { logger.warning("\($0)") },
                fault: { logger.error("incidents are not watched now", metadata: ["error": "\($0)"]) }
            )
        }
    }
}
