internal import Foundation
internal import ModelLifecycle
import Remediation
internal import RetryForecast
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#endif

/// Fits the model anew on a thread of its own; whoever asks goes on with the old one until the new one is there.
final class BackgroundRefit: Sendable {
    /// The most of a processor's time that fits may take: beside a heavy stream of attempts a fit would always be due.
    private static let mostShare = 0.05
    /// How much a fit gives way to threads that answer somebody, in steps of `nice`.
    private static let niceness: Int32 = 19

    private struct State {
        /// Successes that the last fit saw, or is seeing.
        var fitted = 0
        var isFitting = false
        /// When the next fit may begin.
        var notBefore: ContinuousClock.Instant?
        var ready: ForecastModel?
        var error: RemediationError?
    }

    private let data: RefitData
    private let state = Mutex(State())

    /// A refit that begins with `data`.
    init(_ data: RefitData) { self.data = data }

    /// Starts a fit of `site`, where one is due after `successes` and none is under way.
    func startIfDue(successes: Int, site: () -> Trace) {
        let isDue = state.withLock { state in
            guard !state.isFitting, ModelRefit.isDue(successes: successes, fitted: state.fitted),
                state.notBefore.map({ $0 <= .now }) ?? true
            else { return false }
            state.isFitting = true
            state.fitted = successes
            return true
        }
        guard isDue else { return }
        let trace = site()
        Thread.detachNewThread {
            #if canImport(Glibc)
                // Of this thread alone, on Linux.
                _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness)
            #endif
            self.fit(trace)
        }
    }

    /// A model that was fitted since the last call.
    ///
    /// - Throws: What a fit failed with.
    func take() throws(RemediationError) -> ForecastModel? {
        let (model, error) = state.withLock { state in
            defer { (state.ready, state.error) = (nil, nil) }
            return (state.ready, state.error)
        }
        if let error { throw error }
        return model
    }

    /// The model of all `successes`, once no fit is under way; nil if a model that was taken has seen them.
    ///
    /// - Throws: What a fit failed with.
    func finish(successes: Int, site: () -> Trace) throws(RemediationError) -> ForecastModel? {
        while state.withLock(\.isFitting) { Thread.sleep(forTimeInterval: 0.02) }
        let last = try take()
        guard state.withLock({ successes > $0.fitted }) else { return last }
        return try ModelRefit(base: try data.traces()).model(site())
    }

    private func fit(_ site: Trace) {
        let began = ContinuousClock.now
        let result: Result<ForecastModel, RemediationError>
        do throws(RemediationError) {
            result = .success(try ModelRefit(base: try data.traces()).model(site))
        } catch {
            result = .failure(error)
        }
        let ended = ContinuousClock.now
        state.withLock {
            switch result {
            case .success(let model): $0.ready = model
            case .failure(let error): $0.error = error
            }
            $0.isFitting = false
            $0.notBefore = ended + (ended - began) * (1 / Self.mostShare - 1)
        }
    }
}
