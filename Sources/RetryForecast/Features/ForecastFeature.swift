/// One input of the success model: the single declaration that training, serving and replay share.
package struct ForecastFeature: Sendable, Hashable {
    /// What a feature speaks of.
    package enum Subject: String, Sendable, Codable {
        /// The candidate limit against the job's own runs.
        case ownRuns
        /// The candidate limit against runs of related jobs; absent once the job has runs enough.
        case siblings
        /// The candidate limit against the user's request, or by itself.
        case request
        /// The job and its history whatever the candidate.
        case context
    }

    /// The column's name in tables and model files.
    package let name: String
    /// What it means, for people: `log of the limit over the largest peak`.
    package let meaning: String
    /// The unit: `ln` for a log ratio, `spreads`, `log-odds`, `runs`, `1`.
    package let unit: String
    /// What it speaks of.
    package let subject: Subject
    /// Whether the chance of success can only grow with it.
    package let growsWithMemory: Bool

    /// Whether it is known before the run; every feature is, and a test proves it.
    package var isKnownBeforeRun: Bool { true }

    private init(_ name: String, _ meaning: String, _ unit: String, _ subject: Subject, grows: Bool = true) {
        self.name = name
        self.meaning = meaning
        self.unit = unit
        self.subject = subject
        growsWithMemory = grows
    }

    /// The version of the list; a model file made for another list is refused.
    package static let listVersion = 3

    /// Every feature, in the order of a row: first those that move with the candidate's memory.
    package static let all: [ForecastFeature] = [
        ForecastFeature("over_max", "limit over the largest peak", "ln", .ownRuns),
        ForecastFeature("over_max_tail", "limit over the largest peak, in spreads of the upper tail", "spreads", .ownRuns),
        ForecastFeature("over_mean_sd", "limit over the mean peak, in spreads of peaks", "spreads", .ownRuns),
        ForecastFeature("peak_tail_odds", "odds by the upper tail of peaks", "log-odds", .ownRuns),
        ForecastFeature("over_expected", "limit over the expected peak", "ln", .ownRuns),
        ForecastFeature("over_expected_sd", "limit over the expected peak, in spreads", "spreads", .ownRuns),
        ForecastFeature("over_worst", "limit over the expected peak and the largest surprise", "ln", .ownRuns),
        ForecastFeature("over_worst_sd", "limit over the largest surprise, in spreads", "spreads", .ownRuns),
        ForecastFeature("over_worst_tail", "limit over the largest surprise, in spreads of the upper tail", "spreads", .ownRuns),
        ForecastFeature("tail_odds", "odds by the upper tail of surprises", "log-odds", .ownRuns),
        ForecastFeature("over_median_mad", "limit over the middle of surprises, in robust spreads", "spreads", .ownRuns),
        ForecastFeature("over_local_worst_sd", "limit over the largest surprise near this input", "spreads", .ownRuns),
        ForecastFeature("over_log_line_sd", "limit over the line of log peak on log input, in spreads", "spreads", .ownRuns),
        ForecastFeature("over_raw_line_sd", "limit over the line of peak on input, in spreads", "spreads", .ownRuns),
        ForecastFeature("over_nearest_sd", "limit over the peaks of nearest inputs, in spreads", "spreads", .ownRuns),
        ForecastFeature("over_near_max_sd", "limit over the largest of 5 peaks of nearest inputs, in spreads", "spreads", .ownRuns),
        ForecastFeature("over_close_max_sd", "limit over the largest of 3 peaks of nearest inputs, in spreads", "spreads", .ownRuns),
        ForecastFeature("over_wide_max_sd", "limit over the largest of 9 peaks of nearest inputs, in spreads", "spreads", .ownRuns),
        ForecastFeature("over_wide_max", "limit over the largest of 9 peaks of nearest inputs", "ln", .ownRuns),
        ForecastFeature("local_rank", "share of surprises near this input that the limit covers", "log-odds", .ownRuns),
        ForecastFeature("rank", "share of past surprises that the limit covers", "log-odds", .ownRuns),
        ForecastFeature("t_odds", "odds by Student's t about the expected peak", "log-odds", .ownRuns),
        ForecastFeature("sibling_wide", "share of the widest group's needs that the limit covers", "log-odds", .siblings),
        ForecastFeature("sibling_close", "share of the closest group's needs that the limit covers", "log-odds", .siblings),
        ForecastFeature("sibling_joined", "share of all groups' needs that the limit covers", "log-odds", .siblings),
        ForecastFeature("sibling_mean_sd", "limit over the closest group's mean, in spreads", "spreads", .siblings),
        ForecastFeature("sibling_max", "limit over the closest group's largest need", "ln", .siblings),
        ForecastFeature("over_request", "limit over what the user asked for", "ln", .request),
        ForecastFeature("limit_log", "the limit itself, where nothing else is known", "ln bytes", .request),
        ForecastFeature("runs", "past runs with a known peak", "ln runs", .context, grows: false),
        ForecastFeature("spread", "spread of surprises", "ln", .context, grows: false),
        ForecastFeature("plain_spread", "spread of peaks", "ln", .context, grows: false),
        ForecastFeature("tail", "spread of the upper tail of surprises, in spreads", "ln", .context, grows: false),
        ForecastFeature(
            "worst",
            "largest surprise over the 90th percentile, in spreads of the upper tail",
            "spreads",
            .context,
            grows: false
        ),
        ForecastFeature("correlation", "correlation of peak and input, unsigned", "1", .context, grows: false),
        ForecastFeature("beyond", "how far the input lies beyond those seen", "ln", .context, grows: false),
        ForecastFeature("beyond_sd", "how far the input lies beyond those seen, in spreads", "spreads", .context, grows: false),
        ForecastFeature("local_spread", "spread of surprises near this input against everywhere", "ln", .context, grows: false),
        ForecastFeature("local_need_spread", "spread of peaks near this input against everywhere", "ln", .context, grows: false),
        ForecastFeature("sibling_runs", "runs in the closest group", "ln runs", .context, grows: false),
        ForecastFeature("sibling_spread", "spread of needs in the closest group", "ln", .context, grows: false),
    ]

    /// How many features move with the candidate's memory.
    package static let movingCount = all.count { $0.subject != .context }
}
