internal import Remediation
internal import RemediationEngine

/// The page of one job.
struct JobView {
    let page: PageView
    let job: String
    let figures: [NamedValue]
    let headline: String
    let reason: String
    let ladderView: LadderView?
    let stopReason: String?
    let attempts: [AttemptRow]
    let rows: [FailureRow]

    init(page: PageView, job: String, configuration: JobConfiguration?, failures: [FailureRecord], now: Timestamp) {
        self.page = page
        self.job = job
        var figures: [NamedValue] = []
        if let configuration {
            figures.append(NamedValue("Known attempts", String(configuration.attempts)))
            let share = configuration.attempts == 0 ? 0 : Double(configuration.succeeded) / Double(configuration.attempts)
            figures.append(NamedValue("Succeeded", "\(configuration.succeeded) (\(DisplayText.percent(share)))"))
            figures.append(NamedValue("Largest peak", configuration.largestPeakBytes.map(HumanUnits.bytes) ?? "not known"))
        }
        self.figures = figures
        let advice = configuration?.advice
        ladderView = advice.flatMap { $0.action == .retry ? LadderView($0.ladder) : nil }
        headline = advice?.ladder.first?.resources.summary ?? ""
        reason = advice?.reason ?? ""
        stopReason = advice.flatMap { $0.action == .stop ? $0.reason : nil }
        attempts = configuration?.recent.map { AttemptRow($0, now: now) } ?? []
        rows = failures.map { FailureRow($0, now: now) }
    }
}
