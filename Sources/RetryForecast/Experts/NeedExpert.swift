/// A plain rule that turns a job's past runs into a distribution of its next need: where past needs would lie at this input, and how
/// much each of them counts.
///
/// Eight such rules compete for each job, because no one suits all: a line of peak on input is right for a sort and ruinous for a program
/// that meets a ceiling. `ExpertScores` keeps account of what each would have cost.
package enum NeedExpert: Int, CaseIterable, Codable, Sendable {
    /// Every past need alike.
    case plain
    /// Past needs, the latest counting most.
    case recent
    /// Needs at the nearest inputs, about 8 of them.
    case near
    /// Needs at the nearest inputs, about 20 of them.
    case wide
    /// Surprises about the line of log need on log input, near this input.
    case logLineNear
    /// Surprises about the line of log need on log input.
    case logLine
    /// Surprises about the line of need on input, near this input.
    case rawLine
    /// Surprises about a line fitted near this input.
    case localLine

    /// The rules that need no input size.
    static let withoutInput: [NeedExpert] = [.plain, .recent]

    /// Where the rule puts past needs.
    enum Placement: Int, CaseIterable, Sendable {
        case asTheyWere, logLine, rawLine, localLine
    }

    /// How fast a run's say falls with its rank, by distance of its input or by age; nil where all count alike.
    var reach: Double? {
        switch self {
        case .plain: nil
        case .recent: 40
        case .near: 8
        case .wide: 20
        case .logLineNear, .rawLine: 12
        case .logLine: 40
        case .localLine: 10
        }
    }

    var placement: Placement {
        switch self {
        case .plain, .recent, .near, .wide: .asTheyWere
        case .logLineNear, .logLine: .logLine
        case .rawLine: .rawLine
        case .localLine: .localLine
        }
    }
}
