internal import Remediation

/// Who may use a route, and in which manner they may say who they are.
struct Access: Hashable, Sendable {
    /// Who may.
    enum Requirement: Hashable, Sendable {
        /// Everybody.
        case nobody
        /// Whoever has any role.
        case anyRole
        /// Whoever's role includes this one.
        case role(Role)
    }

    /// Who may.
    let requirement: Requirement
    /// Whether it is posted by the forms of our own pages, each with its token against forgery.
    var isForm = false
    /// Whether a signature of the body will do in place of a token.
    var takesSignature = false

    /// Everybody may.
    static let open = Access(requirement: .nobody)
    /// Whoever has any role may.
    static let anyRole = Access(requirement: .anyRole)
    /// Schedulers, operators and administrators may.
    static let scheduler = Access(requirement: .role(.scheduler))
    /// Viewers, operators and administrators may.
    static let viewer = Access(requirement: .role(.viewer))
    /// Operators and administrators may.
    static let `operator` = Access(requirement: .role(.operator))
    /// Administrators alone may.
    static let admin = Access(requirement: .role(.admin))
    /// Whoever holds the hooks' secret may, and whoever may what a scheduler may.
    static let hook = Access(requirement: .role(.scheduler), takesSignature: true)

    /// The same by a form of a page.
    var form: Access { Access(requirement: requirement, isForm: true, takesSignature: takesSignature) }

    /// Whether `role` is enough.
    func admits(_ role: Role) -> Bool {
        switch requirement {
        case .nobody, .anyRole: true
        case .role(let least): role.includes(least)
        }
    }
}
