/// What becomes of a category that the model has never seen.
public enum UnseenCategories: Sendable {
    /// It takes the effect of rare categories where training had too many to list, else the mean effect of those listed.
    case average
    /// It is refused by row and column.
    case refused
}
