internal import Synchronization

/// Keeps a classifier up to date with its folder: new rules take over at once when lint and examples pass, else the old ones stay.
package final class RulePackWatcher: Sendable {
    /// What a look at the folder found.
    package enum Outcome: Sendable {
        /// The files are those that were seen last.
        case unchanged
        /// The new pack decides from now on.
        case swapped(version: String)
        /// The new files are at fault; the old pack goes on. Reported once for the same files.
        case refused([RuleError])
    }

    private struct State {
        var classifier: Classifier
        var seenVersion: String
        var refusals: [RuleError] = []
    }

    private let directory: String
    private let state: Mutex<State>

    /// Watches `directory`, beginning with the pack that is there.
    ///
    /// - Throws: `RuleError` when that pack does not load or compile.
    package convenience init(directory: String) throws(RuleError) {
        self.init(directory: directory, classifier: try Classifier(try RulePack.load(directory: directory)))
    }

    /// Watches `directory`, whose pack `classifier` was made from.
    package init(directory: String, classifier: Classifier) {
        self.directory = directory
        state = Mutex(State(classifier: classifier, seenVersion: classifier.pack.version))
    }

    /// The classifier to use now: take it once for each failure, so that one failure sees one pack.
    package var classifier: Classifier { state.withLock { $0.classifier } }

    /// What is wrong with the newest files; empty when they are in use.
    package var refusals: [RuleError] { state.withLock { $0.refusals } }

    /// Looks at the folder now, and swaps when its rules are new and good.
    @discardableResult
    package func reload() -> Outcome {
        let pack: RulePack
        let errors: [RuleError]
        do throws(RuleError) {
            (pack, errors) = try RulePack.read(directory: directory)
        } catch {
            return refuse([error], version: "unreadable: \(error.message)")
        }
        if state.withLock({ $0.seenVersion == pack.version }) { return .unchanged }
        let problems = errors + pack.lint()
        guard problems.isEmpty else { return refuse(problems, version: pack.version) }
        do throws(RuleError) {
            let classifier = try Classifier(pack)
            let failures = RuleExampleReport(classifier).failures
            guard failures.isEmpty else { return refuse(failures, version: pack.version) }
            state.withLock {
                $0.classifier = classifier
                $0.seenVersion = pack.version
                $0.refusals = []
            }
            return .swapped(version: pack.version)
        } catch {
            return refuse([error], version: pack.version)
        }
    }

    /// Looks at the folder every `interval` until the task is cancelled, and tells `report` of every swap and refusal.
    package func run(every interval: Duration, report: @Sendable (Outcome) -> Void) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: interval)
            switch reload() {
            case .unchanged: continue
            case let outcome: report(outcome)
            }
        }
    }

    private func refuse(_ errors: [RuleError], version: String) -> Outcome {
        state.withLock { state in
            if state.seenVersion == version { return .unchanged }
            state.seenVersion = version
            state.refusals = errors
            return .refused(errors)
        }
    }
}
