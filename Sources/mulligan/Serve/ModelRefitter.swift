internal import Logging
import Remediation
internal import RemediationEngine
internal import RetryForecast
internal import ServiceLifecycle

/// Has the model fitted anew as history grows, and puts it in force once that is in the audit log.
struct ModelRefitter: Service {
    let service: RemediationService
    let refit: BackgroundRefit
    let pages: PageCatalogue
    let logger: Logger
    /// Makes an advisor of a model, with the prices in force.
    let advisor: @Sendable (ForecastModel) -> Advisor

    /// How often history is looked at, in seconds.
    static let pollSeconds = 10.0

    func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(Self.pollSeconds))
                guard !Task.isCancelled else { return }
                refit.startIfDue(successes: service.learntSuccesses) { service.siteTrace }
                do throws(RemediationError) {
                    if let model = try refit.take() { await takeUp(model) }
                } catch {
                    logger.error("the model was not refitted, the old one stays", metadata: ["error": "\(error)"])
                }
            }
        }
    }

    /// Puts a model in force as soon as the store takes the audit entry: no change of model goes unrecorded.
    private func takeUp(_ model: ForecastModel) async {
        while !Task.isCancelled {
            do throws(RemediationError) {
                try await service.replaceAdvisor(by: advisor(model), modelVersion: model.version)
                pages.show(model)
                logger.notice("model refitted", metadata: ["version": "\(model.version)", "runs": "\(model.provenance.runs)"])
                return
            } catch {
                logger.error("a refitted model waits for the store", metadata: ["error": "\(error)"])
                try? await Task.sleep(for: .seconds(Self.pollSeconds))
            }
        }
    }
}
