internal import HTTPTypes
internal import Hummingbird
internal import Remediation

/// The routes of the server: registers them, and knows which methods a path takes.
struct RouteTable {
    /// One route: a method and a path with `{name}` for its parameters.
    struct Entry: Hashable, Sendable {
        let method: HTTPRequest.Method
        let template: String
    }

    let router: Router<ServerContext>
    /// What every request passes before its handler; nil for a table that only lists.
    let gate: Gate?
    private(set) var entries: [Entry] = []

    init(router: Router<ServerContext>, gate: Gate? = nil) {
        self.router = router
        self.gate = gate
    }

    /// Serves `template` for `method` by `handler`, to those whom `RouteAccess` lets use it; GET serves HEAD too.
    mutating func on(
        _ method: HTTPRequest.Method,
        _ template: String,
        use handler: @escaping @Sendable (Request, ServerContext) async throws -> Response
    ) {
        let entry = Entry(method: method, template: template)
        entries.append(entry)
        guard let gate else { return }
        let access = RouteAccess.of(entry)
        let isQuick = Self.quick.contains(entry)
        router.on(RouterPath(template), method: method) { request, context in
            if isQuick, Self.isShort(request) { return try await gate.pass(request, context, access: access, to: handler) }
            return try await withTaskExecutorPreference(OtherThreads.executor) {
                try await gate.pass(request, context, access: access, to: handler)
            }
        }
    }

    /// What is asked most and answered in less than a millisecond, on the threads that requests share; all else may take longer.
    private static let quick: Set<Entry> = [
        Entry(method: .post, template: "/v1/failures"), Entry(method: .post, template: "/v1/attempts"),
        Entry(method: .post, template: "/v1/advice"), Entry(method: .get, template: "/healthz"),
        Entry(method: .get, template: "/readyz"),
    ]

    private static func isShort(_ request: Request) -> Bool {
        if request.method == .get { return true }
        return request.headers[.contentLength].flatMap { Int($0) }.map { $0 <= OtherThreads.largestQuickBody } ?? false
    }

    /// The methods that `path` takes, in a fixed order; empty when there is no such path.
    static func methods(of path: String, in entries: [Entry]) -> [String] {
        let segments = path.split(separator: "/")
        var methods: Set<String> = []
        for entry in entries {
            let template = entry.template.split(separator: "/")
            guard template.count == segments.count, zip(template, segments).allSatisfy({ $0.first == "{" || $0 == $1 }) else { continue }
            methods.insert(entry.method.rawValue)
            if entry.method == .get { methods.insert("HEAD") }
        }
        return methods.sorted()
    }
}
