internal import Remediation

/// What the layout needs of every page.
struct PageView {
    let title: String
    let version: String
    var flash: FlashView?
    /// What every form holds in its field `csrf`.
    let csrf: String
    /// Who is signed in, with their role; nil when the service does not ask.
    let signedInAs: String?
    var onQueue = false
    var onRules = false
    var onModel = false

    init(title: String, version: String, context: ServerContext? = nil, flash: FlashView? = nil, section: Section? = nil) {
        self.title = title
        self.version = version
        self.flash = flash
        csrf = context?.formToken ?? ""
        signedInAs = context?.caller.flatMap { $0.proof == .session ? "\($0.name) (\($0.role.rawValue))" : nil }
        onQueue = section == .queue
        onRules = section == .rules
        onModel = section == .model
    }

    /// A page of the navigation.
    enum Section {
        case queue, rules, model
    }
}

/// A name and its value, for lists of figures.
struct NamedValue {
    let name: String
    let value: String

    init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// A page for an error.
struct ErrorView {
    let page: PageView
    let status: String
    let heading: String
    let detail: String
    let remedy: String
    let requestId: String
}
