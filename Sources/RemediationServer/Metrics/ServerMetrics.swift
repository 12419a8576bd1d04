internal import CoreMetrics
internal import Remediation
internal import RemediationEngine

/// What the server counts of itself.
struct ServerMetrics: Sendable {
    let factory: PrometheusMetrics
    private let inFlight: any MeterHandler
    private let answered = KnownSeries<RequestValues, RequestSeries>()
    private let receivedByClass = KnownSeries<FailureClass?, any CounterHandler>()
    private let madeByAction = KnownSeries<DecisionValues, any CounterHandler>()

    private struct RequestValues: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    private struct RequestSeries: Sendable {
        let count: any CounterHandler
        let duration: any TimerHandler
    }

    private struct DecisionValues: Hashable {
        let action: Recommendation.Action
        let mode: RemediationMode
    }

    init(factory: PrometheusMetrics) {
        self.factory = factory
        inFlight = factory.makeMeter(label: "mulligan_http_requests_in_flight", dimensions: [])
    }

    /// The metrics with a sentence for each.
    package static let help: [String: String] = [
        "mulligan_http_requests_total": "Answered requests by method, route and status.",
        "mulligan_http_request_duration_seconds": "Time from the head of a request to the head of its answer.",
        "mulligan_http_requests_in_flight": "Requests being answered now.",
        "mulligan_post_duration_seconds": "Time from a posted failure, read, to its stored decision; replays and refusals count.",
        "mulligan_post_stage_duration_seconds": "Time of a post's stages: classify, advise (forecast and search), commit.",
        "mulligan_outbox_wait_seconds": "Time from the moment that a delivery is due to each of its tries.",
        "mulligan_scheduler_call_duration_seconds": "Time that schedulers take to answer, by target and result.",
        "mulligan_day_budget_usd": "What the repairs of one day (UTC) may cost at most, in USD; absent without a budget.",
        "mulligan_day_spending_usd": "What the repairs of this day (UTC) are to cost, in USD; absent without a budget.",
        "mulligan_failures_received_total": "Posted failures by class of their primary cause; replays are not counted.",
        "mulligan_recommendations_made_total": "Recommendations by action and mode.",
        "mulligan_decisions_total": "Decisions of operators by kind.",
        "mulligan_pauses": "Pauses in force, those of incidents included.",
        "mulligan_retry_budget_tokens": "Repairs that the retry budget lets start now; below 1 deliveries wait.",
        "mulligan_retry_budget_burst": "The most repairs that the retry budget lets start at once.",
        "mulligan_circuit_open": "1 while a scheduler's circuit is not closed, by target.",
        "mulligan_incidents_open": "Incidents that last, by dimension: class, engine, host.",
        "mulligan_hook_events_total": "Events that schedulers pushed, by hook.",
        "mulligan_failures_stored": "Failures in the store.",
        "mulligan_recommendations": "Recommendations in the store by state.",
        "mulligan_deliveries": "Deliveries in the outbox by state.",
        "mulligan_attempts_stored": "Finished attempts in the store.",
        "mulligan_outcomes_stored": "Outcomes in the store.",
        "mulligan_store_up": "1 when the store can be written to, 0 when not.",
        "mulligan_rules_loaded": "Rules that classify failures now.",
        "mulligan_rules_refused": "1 while changed rule files are refused and the rules before them stay, 0 when not.",
        "mulligan_model_loaded": "1 when a trained model is loaded, 0 when not.",
        "mulligan_build_info": "Always 1; the version is a label.",
        "process_resident_memory_bytes": "Resident memory in bytes.",
        "process_cpu_seconds_total": "Processor time used, in seconds.",
        "process_start_time_seconds": "When the process started, in seconds since the Unix epoch.",
        "process_open_fds": "Open file descriptors.",
    ]

    /// Shows how long the work of `service` takes.
    func show(_ service: RemediationService) {
        factory.show(service.postTimes.whole, label: "mulligan_post_duration_seconds", dimensions: [])
        for stage in PostTimes.Stage.allCases {
            factory.show(
                service.postTimes.of(stage),
                label: "mulligan_post_stage_duration_seconds",
                dimensions: [("stage", stage.rawValue)]
            )
        }
        factory.show(service.outbox.times.wait, label: "mulligan_outbox_wait_seconds", dimensions: [])
        for (target, results) in service.outbox.times.calls {
            for (result, histogram) in results {
                factory.show(
                    histogram,
                    label: "mulligan_scheduler_call_duration_seconds",
                    dimensions: [("target", target), ("result", result.rawValue)]
                )
            }
        }
    }

    func requestStarted() { inFlight.increment(by: 1) }

    func requestEnded(method: String, route: String, status: Int, elapsed: Duration) {
        inFlight.decrement(by: 1)
        let method = Self.knownMethods.contains(method) ? method : "other"
        let series = answered.of(RequestValues(method: method, route: route, status: status)) {
            RequestSeries(
                count: factory.makeCounter(
                    label: "mulligan_http_requests_total",
                    dimensions: [("method", method), ("route", route), ("status", String(status))]
                ),
                duration: factory.makeTimer(
                    label: "mulligan_http_request_duration_seconds",
                    dimensions: [("method", method), ("route", route)]
                )
            )
        }
        series.count.increment(by: 1)
        series.duration.recordNanoseconds(Int64(elapsed.inSeconds * 1e9))
    }

    func failureReceived(_ record: FailureRecord) {
        let failureClass = record.classification?.failureClass
        receivedByClass.of(failureClass) {
            factory.makeCounter(
                label: "mulligan_failures_received_total",
                dimensions: [("class", failureClass?.rawValue ?? "undecided")]
            )
        }.increment(by: 1)
        guard let recommendation = record.recommendation else { return }
        let (action, mode) = (recommendation.action, recommendation.mode)
        madeByAction.of(DecisionValues(action: action, mode: mode)) {
            factory.makeCounter(
                label: "mulligan_recommendations_made_total",
                dimensions: [("action", action.rawValue), ("mode", mode.rawValue)]
            )
        }.increment(by: 1)
    }

    func decided(_ kind: String) {
        factory.makeCounter(label: "mulligan_decisions_total", dimensions: [("decision", kind)]).increment(by: 1)
    }

    func hookEvents(_ number: Int, hook: String) {
        factory.makeCounter(label: "mulligan_hook_events_total", dimensions: [("hook", hook)]).increment(by: Int64(number))
    }

    private static let knownMethods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"]
}
