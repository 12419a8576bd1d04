internal import Logging
import Remediation
internal import RemediationEngine
internal import ServiceLifecycle

/// Runs the outbox as a service of the program: a shutdown finishes what is under way. Each try of a delivery is one line in the log.
struct OutboxRunner: Service {
    let outbox: Outbox
    let logger: Logger

    func run() async {
        await cancelWhenGracefulShutdown {
            await outbox.run { note($0) }
        }
    }

    private func note(_ report: OutboxReport) {
        switch report {
        case .sent(let delivery, let receipt):
            logger.info("delivery sent", metadata: Self.metadata(delivery, ["receipt": .string(String(receipt.prefix(500)))]))
        case .failed(let delivery, let error, let at):
            logger.warning(
                "delivery failed, it will be tried again",
                metadata: Self.metadata(delivery, ["error": .string(error), "notBefore": .string(at.formatted)])
            )
        case .held(let delivery, let reason):
            logger.info("delivery held", metadata: Self.metadata(delivery, ["reason": .string(reason)]))
        case .dead(let delivery, let error):
            logger.error("delivery given up", metadata: Self.metadata(delivery, ["error": .string(error)]))
        case .notStored(let delivery, let error):
            logger.error(
                "how a try ended could not be stored, it will be made again",
                metadata: Self.metadata(delivery, ["error": .string("\(error)")])
            )
        case .clockWentBack(let count):
            logger.warning(
                "the clock went back, deliveries wait their time from now on",
                metadata: ["deliveries": .stringConvertible(count)]
            )
        case .fault(let error):
            logger.warning("the outbox waits for the store", metadata: ["error": .string("\(error)")])
        }
    }

    private static func metadata(_ delivery: Delivery, _ more: Logger.Metadata) -> Logger.Metadata {
        var metadata = more
        for (name, value) in delivery.identifiers { metadata[name] = .string(value) }
        metadata["try"] = .stringConvertible(delivery.recentTries)
        return metadata
    }
}
