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
    /// Whether they may decide; the forms are shown to nobody else.
    let mayDecide: Bool
    /// Whether forms ask for a name: only where the service knows none.
    let asksName: Bool
    /// The name that forms begin with.
    let operatorName: String
    /// The links at the top.
    let navigation: [Link]
    /// Whether the page shows what changes, and is kept up to date.
    let isLive: Bool

    /// A link of the navigation.
    struct Link {
        let label: String
        let href: String
        let current: Bool
    }

    init(
        title: String,
        version: String,
        context: ServerContext? = nil,
        sender: FormSender? = nil,
        flash: FlashView? = nil,
        section: Section? = nil
    ) {
        self.title = title
        self.version = version
        self.flash = flash
        csrf = context?.formToken ?? ""
        signedInAs = context?.caller.flatMap { $0.proof == .session ? "\($0.name) (\($0.role.rawValue))" : nil }
        mayDecide = sender?.mayDecide ?? false
        asksName = sender?.asksName ?? false
        operatorName = sender?.name ?? ""
        navigation = Section.allCases.map { Link(label: $0.label, href: $0.href, current: $0 == section) }
        isLive = section?.isLive ?? false
    }

    /// A page of the navigation.
    enum Section: String, CaseIterable {
        case overview, queue, incidents, deliveries, policy, rules, model, audit

        var href: String { self == .queue ? "/" : "/\(rawValue)" }

        var label: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

        var isLive: Bool { [.overview, .queue, .incidents, .deliveries].contains(self) }
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
