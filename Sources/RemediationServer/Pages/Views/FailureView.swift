internal import Remediation

/// The page of one failure.
struct FailureView {
    let page: PageView
    let job: String
    let jobHref: String
    let run: String
    let base: String
    let category: String
    let failureClass: String
    let state: String
    let stateLabel: String?
    let received: String
    let receivedText: String
    let recommendation: RecommendationView?
    let classification: ClassificationView?
    let attempt: [NamedValue]
    let log: LogView
    let charts: Charts?
    let ladderView: LadderView?
    let history: History?

    /// The plots, as SVG.
    struct Charts {
        let frontPlot: String?
        let bars: String?
    }

    /// The job's attempts.
    struct History {
        let attempts: [AttemptRow]
    }

    init(page: PageView, record: FailureRecord, attempts: [Attempt], outcome: Outcome?, sender: FormSender, now: Timestamp) {
        let failure = record.failure
        self.page = page
        job = failure.job
        jobHref = "/jobs/\(PercentCoding.encode(failure.job))"
        run = "\(failure.engine) \(failure.runId), attempt \(failure.attempt)"
        base = "/failures/\(PercentCoding.encode(record.id))"
        category = record.classification?.failureClass.category ?? "other"
        failureClass = record.classification?.failureClass.rawValue ?? "not classified"
        state = record.recommendation?.state.rawValue ?? "observed"
        stateLabel = record.recommendation.map { DisplayText.state($0.state) }
        received = record.receivedAt.formatted
        receivedText = "\(DisplayText.age(record.receivedAt, now: now)), \(DisplayText.moment(record.receivedAt))"
        recommendation = record.recommendation.map {
            RecommendationView(
                $0,
                failure: failure,
                base: "/failures/\(PercentCoding.encode(record.id))",
                outcome: outcome,
                sender: sender,
                now: now
            )
        }
        let log = LogView(failure.log, classification: record.classification, rawHref: "/failures/\(PercentCoding.encode(record.id))/log")
        self.log = log
        let shown = Set(log.windows.flatMap { $0.lines.map(\.number) })
        classification = record.classification.map { ClassificationView($0, shown: shown) }
        attempt = Self.facts(of: failure)
        let front = record.recommendation.flatMap { FrontPlot(front: $0.front, ladder: $0.ladder, target: $0.target)?.svg }
        let bars = record.recommendation.flatMap { ContributionBars($0.contributions)?.svg }
        charts = front == nil && bars == nil ? nil : Charts(frontPlot: front, bars: bars)
        ladderView = record.recommendation.flatMap { LadderView($0.ladder) }
        history = attempts.isEmpty ? nil : History(attempts: attempts.map { AttemptRow($0, now: now) })
    }

    private static func facts(of failure: JobFailure) -> [NamedValue] {
        var facts = [NamedValue("Configuration", failure.resources.summary)]
        if let state = failure.schedulerState { facts.append(NamedValue("Scheduler's word", state)) }
        if let code = failure.exitCode { facts.append(NamedValue("Exit status", String(code))) }
        if let signal = failure.signal { facts.append(NamedValue("Signal", String(signal.number))) }
        if let seconds = failure.runSeconds { facts.append(NamedValue("Ran for", HumanUnits.seconds(seconds))) }
        if let peak = failure.peakMemoryBytes { facts.append(NamedValue("Peak memory", "at least \(HumanUnits.bytes(peak))")) }
        if let input = failure.inputBytes, input < 9e15 { facts.append(NamedValue("Input", HumanUnits.bytes(Int64(input)))) }
        if let memory = failure.limits?.memoryBytes { facts.append(NamedValue("Most memory here", HumanUnits.bytes(memory))) }
        if let cpus = failure.limits?.cpus { facts.append(NamedValue("Most cores here", HumanUnits.number(cpus))) }
        for (name, value) in failure.labels.sorted(by: { $0.key < $1.key }) { facts.append(NamedValue(name, value)) }
        return facts
    }
}
