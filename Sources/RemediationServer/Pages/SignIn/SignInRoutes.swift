internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Remediation

/// Signing in and out of the pages: a token pasted into a form becomes a session's cookie.
struct SignInRoutes: RouteGroup {
    let gate: Gate
    let pages: PageRenderer
    let body: BodyReader
    let clock: any WallClock
    let refusals: RefusalLog

    func add(to table: inout RouteTable) {
        table.on(.get, "/sign-in", use: form)
        table.on(.post, "/sign-in", use: signIn)
        table.on(.post, "/sign-out", use: signOut)
    }

    /// The path of the form that leads back to `next`.
    static func path(next: String) -> String {
        next == "/" ? "/sign-in" : "/sign-in?next=\(PercentCoding.encode(next))"
    }

    @Sendable private func form(_ request: Request, context: ServerContext) async throws -> Response {
        guard gate.authenticator != nil else { return .seeOther("/") }
        let fields = try FormFields(parsing: request.uri.query ?? "")
        return try page(context, next: Self.localPath(fields.text("next")), error: nil, status: .ok)
    }

    @Sendable private func signIn(_ request: Request, context: ServerContext) async throws -> Response {
        guard let authenticator = gate.authenticator else { return .seeOther("/") }
        let fields = try FormFields(try await body.bytes(of: request, limit: Gate.largestFormBytes))
        let next = Self.localPath(fields.text("next"))
        let caller: Caller
        do {
            let token = fields.text("token") ?? ""
            guard token.utf8.count <= Credential.largestBytes else {
                throw RemediationError(.unauthorized, "the text is too long for a token")
            }
            caller = try await authenticator.identify(.token(token), peer: context.peer)
            guard caller.role != .scheduler else {
                throw RemediationError(
                    .unauthorized,
                    "this token is a scheduler's, which has no pages; ask for one of the role viewer or operator"
                )
            }
        } catch let error as RemediationError where error.code == .unauthorized || error.code == .forbidden {
            refuse(request, context, status: 401, code: "unauthorized", reason: error.message)
            return try page(context, next: next, error: error.message, status: .unauthorized)
        } catch let error as Overload {
            refuse(request, context, status: 429, code: "too_many_requests", reason: error.detail)
            var response = try page(context, next: next, error: error.detail, status: .tooManyRequests)
            response.headers[.retryAfter] = String(error.retryAfterSeconds)
            return response
        }
        return try await begin(caller, authenticator: authenticator, next: next, context: context)
    }

    private func refuse(_ request: Request, _ context: ServerContext, status: Int, code: String, reason: String) {
        let path = request.uri.path
        refusals.note(
            .init(method: request.method.rawValue, path: path, status: status, code: code, reason: reason, peer: context.peer),
            by: context.logger
        )
    }

    private func begin(_ caller: Caller, authenticator: Authenticator, next: String, context: ServerContext) async throws -> Response {
        let now = clock.now()
        let end = min(now.adding(seconds: authenticator.options.sessionSeconds), caller.expiresAt ?? Timestamp(milliseconds: .max))
        // A fresh secret: whatever cookie the browser had before, nobody else can know this one.
        var generator = SystemRandomNumberGenerator()
        let secret = APIToken.random(using: &generator)
        try await authenticator.options.store.addSession(
            OperatorSession(actor: caller.name, role: caller.role, tokenId: caller.tokenId, expiresAt: end),
            hash: APIToken.hash(secret),
            now: now
        )
        context.logger.notice("signed in", metadata: ["name": "\(caller.name)", "role": "\(caller.role.rawValue)"])
        let cookies = gate.forms.cookies
        var response = Response.seeOther(next)
        let seconds = max(1, Int(end.seconds - now.seconds))
        response.headers.append(HTTPField(name: .setCookie, value: cookies.header(cookies.session, secret, seconds: seconds)))
        response.headers.append(HTTPField(name: .setCookie, value: cookies.header(cookies.form, "", seconds: 0)))
        return response
    }

    @Sendable private func signOut(_ request: Request, context: ServerContext) async throws -> Response {
        let cookies = gate.forms.cookies
        if let authenticator = gate.authenticator, let secret = Cookies.value(cookies.session, in: request), APIToken.isSecret(secret) {
            try await authenticator.options.store.endSession(hash: APIToken.hash(secret))
        }
        var response = Response.seeOther("/sign-in")
        response.headers.append(HTTPField(name: .setCookie, value: cookies.header(cookies.session, "", seconds: 0)))
        return response
    }

    private func page(_ context: ServerContext, next: String, error: String?, status: HTTPResponse.Status) throws -> Response {
        let view = SignInView(page: PageView(title: "Sign in", version: pages.version, context: context), next: next, error: error)
        var response = try pages.page("signIn", view, status: status)
        if status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }

    /// `path` if it is a path of this service, else the queue: a link must not lead elsewhere by way of the sign-in.
    static func localPath(_ path: String?) -> String {
        guard let path, path.utf8.count <= 2_000, path.hasPrefix("/"), !path.hasPrefix("//"),
            path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") }), !path.hasPrefix("/sign-")
        else { return "/" }
        return path
    }
}
