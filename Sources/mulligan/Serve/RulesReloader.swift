internal import Foundation
internal import LogRules
internal import Logging
import Remediation
internal import RemediationEngine
internal import ServiceLifecycle

/// Takes up changed rule files while the service runs, when every rule passes lint and its own examples; otherwise the old set stays.
struct RulesReloader: Service {
    let directory: String
    let watcher: RulePackWatcher
    let service: RemediationService
    let pages: PageCatalogue
    let logger: Logger

    /// How often the files are looked at, in seconds.
    static let pollSeconds = 2.0

    func run() async {
        await cancelWhenGracefulShutdown {
            // Nothing is seen yet: files may have changed since the start read them, and the first look tells by what they hold.
            var seen: [String] = []
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(Self.pollSeconds))
                let now = await onAnotherThread(fingerprint)
                guard now != seen, !Task.isCancelled else { continue }
                seen = now
                await reload()
            }
        }
    }

    private func reload() async {
        switch await onAnotherThread({ [watcher] in watcher.reload() }) {
        case .unchanged: return
        case .swapped(let version):
            let classifier = watcher.classifier
            await takeUp(classifier, version: version)
            pages.show(classifier.pack)
            logger.notice("rules taken up", metadata: ["rules": "\(classifier.pack.count)", "version": "\(version)"])
        case .refused(let errors):
            let reason = errors.first?.description ?? "the rules cannot be read"
            service.keepRules(because: reason)
            logger.error("changed rules were not taken, the old ones stay", metadata: ["error": "\(reason)", "errors": "\(errors.count)"])
        }
    }

    /// Puts rules in force as soon as the store takes the audit entry: no change of rules goes unrecorded.
    private func takeUp(_ classifier: Classifier, version: String) async {
        while !Task.isCancelled {
            do throws(RemediationError) {
                return try await service.replaceRules(by: classifier, rules: .init(count: classifier.pack.count, version: version))
            } catch {
                logger.error("changed rules wait for the store", metadata: ["error": "\(error)"])
                try? await Task.sleep(for: .seconds(Self.pollSeconds))
            }
        }
    }

    /// Names, sizes and times of all files: two equal ones mean that nothing has changed.
    @Sendable private func fingerprint() -> [String] {
        let manager = FileManager.default
        guard let names = manager.enumerator(atPath: directory) else { return [] }
        return names.compactMap { $0 as? String }.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".json") }.sorted().map { name in
            let attributes = try? manager.attributesOfItem(atPath: directory + "/" + name)
            let modified = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            return "\(name) \(attributes?[.size] as? Int ?? 0) \(modified)"
        }
    }
}
