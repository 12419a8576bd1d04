/// What a caller may do.
package enum Role: String, Codable, Hashable, Sendable, CaseIterable {
    /// Posts failures and finished attempts, and asks for advice; reads no one's log.
    case scheduler
    /// Reads everything, changes nothing.
    case viewer
    /// Reads everything, decides, and may do what a scheduler does.
    case `operator`
    /// Everything.
    case admin

    /// Whether this role may do all that `other` may.
    ///
    /// Scheduler and viewer do not contain each other: a leaked scheduler token shows no logs, and a viewer posts nothing.
    package func includes(_ other: Role) -> Bool {
        switch self {
        case .admin: true
        case .operator: other != .admin
        case .viewer, .scheduler: other == self
        }
    }
}
