internal import ConfigurationSearch
package import Remediation
package import RetryForecast

/// Answers what a job should start with, or continue with: forecast, then search, then ladder.
package struct Advisor: Sendable {
    /// The models.
    package let model: ForecastModel
    /// What resources cost, by machine type and time.
    package let priceList: PriceList
    /// How money, failures and attempts are weighed.
    package let options: AdviceOptions
    private let clock: any WallClock

    /// What resources cost now where the machine type is not known.
    package var prices: PriceBook { priceList.book(machine: nil, at: clock.now()) }

    /// An advisor whose prices may change with time.
    package init(
        model: ForecastModel,
        priceList: PriceList,
        options: AdviceOptions = AdviceOptions(),
        clock: any WallClock = SystemWallClock()
    ) {
        self.model = model
        self.priceList = priceList
        self.options = options
        self.clock = clock
    }

    /// An advisor with the same prices everywhere and always.
    package init(model: ForecastModel, prices: PriceBook = PriceBook(), options: AdviceOptions = AdviceOptions()) {
        self.init(model: model, priceList: PriceList(prices), options: options)
    }

    /// The advice from what is known before the run.
    ///
    /// - Parameter withFront: Whether the answer carries the Pareto front too; the ladder does not need it.
    package func advise(_ request: AdviceRequest, history: HistoryBook, withFront: Bool = true) -> Advice {
        let excerpt = history.excerpt(job: request.job, labels: request.labels, engine: request.engine)
        return advise(request, history: excerpt, withFront: withFront)
    }

    /// The advice from what is known before the run.
    ///
    /// - Parameters:
    ///   - history: What bears on the request's job.
    ///   - withFront: Whether the answer carries the Pareto front too; the ladder does not need it.
    package func advise(_ request: AdviceRequest, history: HistoryExcerpt, withFront: Bool = true) -> Advice {
        let failed = FailedAttempts(request.failed, couplesTime: options.couplesTime)
        if failed.count >= options.maximumAttempts + 2 {
            return .stop(request, "\(failed.count) attempts have failed; the most allowed are \(options.maximumAttempts + 2)")
        }
        switch failed.demand {
        case .nothing(let failureClass):
            return .stop(request, "\(failureClass.title) (\(failureClass)); no configuration cures it")
        case .start, .moreMemory, .sameAgain, .moreTime, .otherKnob:
            break
        }
        var request = request
        // Nothing at all speaks of the size of the job: no request, no attempt, no relative.
        let isAssumed = request.requested == nil && request.failed.isEmpty && history.isEmpty
        if isAssumed { request.requested = Resources(memoryBytes: options.assumedMemoryBytes) }
        let forecast = MemoryForecast(request, history: history, model: model)
        let search = LadderSearch(
            forecast: forecast,
            request: request,
            failed: failed,
            prices: priceList.book(machine: request.labels[PriceList.machineLabel], at: clock.now()),
            options: options,
            withFront: withFront
        )
        switch failed.demand {
        case .otherKnob(let last, let failureClass):
            guard let exhausted = failureClass.exhausted else { return search.repeated(last, belief: history.belief(failureClass)) }
            return search.doubled(last, exhausted, belief: history.belief(failureClass))
        case .sameAgain(let last):
            return search.repeated(last, belief: last.failureClass.map(history.belief))
        case .moreTime(let last):
            let belief = history.belief(last.failureClass ?? .timeoutWalltime)
            guard let floor = failed.timeFloor, floor > 0 else { return search.repeated(last, belief: belief) }
            return search.longer(last, floor: floor, own: history.own, belief: belief)
        default: break
        }
        var advice = search.advice()
        if isAssumed { advice.reason += "; no request was named, \(MemoryText.bytes(Double(options.assumedMemoryBytes))) is assumed" }
        return advice
    }
}

extension Advice {
    /// A refusal to try again.
    static func stop(_ request: AdviceRequest, _ reason: String, uncapped: Resources? = nil, isPrior: Bool = false) -> Advice {
        Advice(id: request.id, action: .stop, ladder: [], reason: reason, uncapped: uncapped, isPrior: isPrior)
    }
}
