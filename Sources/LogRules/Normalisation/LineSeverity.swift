/// How serious a line says it is, by its own level word: most lines of a failure say nothing of the kind.
enum LineSeverity: Int, Sendable, Comparable {
    /// Written for developers.
    case debug
    /// Progress.
    case info
    /// Trouble that the program thinks it can live with.
    case warning
    /// An error, or no level at all.
    case stated

    static func < (left: LineSeverity, right: LineSeverity) -> Bool { left.rawValue < right.rawValue }

    /// What `word` means; any other word says nothing.
    init(level word: String) {
        switch word.lowercased() {
        case "trace", "debug", "fine", "finer", "finest", "verbose": self = .debug
        case "info", "notice", "information": self = .info
        case "warn", "warning": self = .warning
        default: self = .stated
        }
    }

    /// What is taken from the weight of a rule whose every line says so.
    ///
    /// Levels are unreliable (schedulers report a kill at INFO), so they only decide between rules that are close, and never
    /// against what a scheduler, a kernel or an exhausted resource says: those weigh 75 or more.
    func penalty(at weight: Int) -> Int {
        switch self {
        case .debug: 25
        case .info: weight < 75 ? 10 : 0
        case .warning: weight < 75 ? 4 : 0
        case .stated: 0
        }
    }
}
