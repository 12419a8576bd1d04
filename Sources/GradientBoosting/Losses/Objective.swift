/// What a model minimises, and with it what its score means.
public enum Objective: String, Codable, Sendable, CaseIterable {
    /// Binary log loss; labels in [0, 1], the score is a log-odds.
    case logLoss
    /// Half the squared error; the score is the value.
    case squaredError
    /// Gamma deviance; labels above zero, the score is the logarithm of the value.
    case gamma
    /// Tweedie deviance with a power between 1 and 2; labels of zero and above, the score is the logarithm of the value.
    case tweedie
    /// Pinball loss at a quantile; the score is the value.
    case pinball
}
