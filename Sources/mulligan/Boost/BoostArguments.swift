internal import ArgumentParser
internal import GradientBoosting

/// The losses by the names of the command line.
enum ObjectiveArgument: String, ExpressibleByArgument, CaseIterable {
    case logloss, squared, gamma, tweedie, pinball

    var objective: Objective {
        switch self {
        case .logloss: .logLoss
        case .squared: .squaredError
        case .gamma: .gamma
        case .tweedie: .tweedie
        case .pinball: .pinball
        }
    }
}

/// The orders of rounds by the names of the command line.
enum ScheduleArgument: String, ExpressibleByArgument, CaseIterable {
    case greedy, cyclic

    var schedule: BoostingOptions.Schedule { self == .greedy ? .greedy : .cyclic }
}

/// The calibrations by the names of the command line.
enum CalibrationArgument: String, ExpressibleByArgument, CaseIterable {
    case none, platt, isotonic

    var method: Calibration.Method {
        switch self {
        case .none: .none
        case .platt: .platt
        case .isotonic: .isotonic
        }
    }
}

/// What becomes of new categories, by the names of the command line.
enum UnseenArgument: String, ExpressibleByArgument, CaseIterable {
    case refuse, average

    var unseen: UnseenCategories { self == .refuse ? .refused : .average }
}

/// Constraints written as `col:+,col:-`.
enum MonotoneArgument {
    /// The constraints by column.
    ///
    /// - Throws: `ValidationError` for bad writing, `BoostingError` for two constraints on a column that contradict each other.
    static func parse(_ arguments: [String]) throws -> [String: Monotonicity] {
        var constraints: [String: Monotonicity] = [:]
        for part in arguments.flatMap({ $0.split(separator: ",") }) {
            guard let colon = part.lastIndex(of: ":") else {
                throw ValidationError("--monotone takes col:+ or col:-, not \"\(part)\".")
            }
            let name = String(part[..<colon])
            let monotonicity: Monotonicity
            switch part[part.index(after: colon)...] {
            case "+", "1", "increasing": monotonicity = .increasing
            case "-", "-1", "decreasing": monotonicity = .decreasing
            default: throw ValidationError("--monotone takes col:+ or col:-, not \"\(part)\".")
            }
            if let earlier = constraints[name], earlier != monotonicity {
                throw BoostingError(.invalidOption, "is constrained to rise and to fall; keep one constraint", column: name)
            }
            constraints[name] = monotonicity
        }
        return constraints
    }
}
