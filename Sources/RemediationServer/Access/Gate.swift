internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Remediation

/// What every request passes before its handler: who sends it, whether they may, and not too often.
struct Gate: Sendable {
    /// Nil when the service is open to everybody who reaches it.
    let authenticator: Authenticator?
    let forms: FormGuard
    let body: BodyReader
    let options: ServerOptions
    let clock: any WallClock
    private let signatures: HookSignature?
    private let rates: BucketTable?
    private let inFlight: InFlightLimit
    private let bodies: BodyBudget
    /// Requests whose body is read before it is known who sends it: slow ones must leave room for all others.
    private let strangers: InFlightLimit
    private let connections: ConnectionLimit?

    /// The largest form, in bytes.
    static let largestFormBytes = 64 << 10

    init(
        authentication: Authentication?,
        options: ServerOptions,
        body: BodyReader,
        clock: any WallClock,
        connections: ConnectionLimit? = nil
    ) {
        self.connections = connections
        bodies = BodyBudget(largest: options.largeBodyBytes)
        authenticator = authentication.map { Authenticator($0, clock: clock) }
        forms = FormGuard(cookies: AccessCookies(isSecure: options.isReachedOverTLS))
        self.options = options
        self.body = body
        self.clock = clock
        signatures = authentication.flatMap { options in
            options.hookSecret.map { HookSignature(secret: $0, store: options.store, clock: clock) }
        }
        rates = authentication.flatMap {
            $0.requestsPerSecond > 0 ? BucketTable(capacity: $0.burst, refillPerSecond: $0.requestsPerSecond) : nil
        }
        inFlight = InFlightLimit(largest: options.maximumRequestsInFlight)
        strangers = InFlightLimit(largest: max(1, options.maximumRequestsInFlight / 4), of: "requests of senders who are not known yet")
    }

    /// Runs `handler` for a request that `access` admits.
    ///
    /// - Throws: `RemediationError.unauthorized` or `forbidden` with the remedy, `Overload`, or what the handler throws.
    func pass(
        _ request: Request,
        _ context: ServerContext,
        access: Access,
        to handler: @Sendable (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        // Probes must be answered when nothing else is.
        guard access != .open else {
            try checkHost(request)
            return try await show(request, context, handler)
        }
        try connections?.check(context.connection)
        return try await inFlight.run {
            try await bodies.run(request, isProven: authenticator == nil) { request, account in
                guard authenticator != nil, access.requirement == .nobody, !Self.isSafe(request.method) else {
                    return try await admit(request, context, access: access, account, to: handler)
                }
                return try await strangers.run { try await admit(request, context, access: access, account, to: handler) }
            }
        }
    }

    private func admit(
        _ request: Request,
        _ context: ServerContext,
        access: Access,
        _ account: BodyBudget.Account?,
        to handler: @Sendable (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        var request = request
        var context = context
        var mark: SecretHash?
        try checkOrigin(request)
        if access.takesSignature, let signatures, let authenticator, request.headers[HookSignature.signature] != nil {
            mark = try await authenticator.throttleGuesses(from: context.peer, of: "signatures", isWrong: Self.isForged) {
                try await takeSigned(&request, by: signatures)
            }
            context.caller = Caller(name: "hook", role: .scheduler, proof: .signature, key: "hook")
        } else {
            context.caller = try await identify(request, context, access)
        }
        do {
            if context.caller != nil { try account?.prove() }
            try limitRate(context)
            try await checkForgery(&request, context, access)
            return try await show(request, context, handler)
        } catch {
            if let mark { await signatures?.release(mark) }
            throw error
        }
    }

    /// Reads a signed body and takes it, once.
    private func takeSigned(_ request: inout Request, by signatures: HookSignature) async throws -> SecretHash {
        // What cannot be signed is refused before its body is read.
        let claimed = try signatures.claimed(by: request)
        let unread = request
        let buffer = try await strangers.run { try await body.bytes(of: unread, limit: options.bodyLimitBytes) }
        request.body = .init(buffer: buffer)
        return try await signatures.claim(claimed, body: buffer)
    }

    /// Whether a signed request failed as an invented one does: the signature is wrong, or its body is too long, too slow, or broken off.
    private static func isForged(_ error: any Error) -> Bool {
        guard let error = error as? RemediationError else { return !(error is Overload || error is UnsupportedMediaType) }
        return error.code == .unauthorized || error.code == .tooLarge
    }

    /// Runs the handler, and gives a browser that has none the cookie which its forms are tied to.
    private func show(
        _ request: Request,
        _ context: ServerContext,
        _ handler: @Sendable (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        // Forms stand on pages alone.
        guard !request.uri.path.hasPrefix("/v1/") else { return try await handler(request, context) }
        var context = context
        var minted: String?
        if let secret = forms.secret(of: request) {
            context.formToken = FormGuard.token(for: secret)
        } else {
            var generator = SystemRandomNumberGenerator()
            let secret = APIToken.random(using: &generator)
            context.formToken = FormGuard.token(for: secret)
            minted = secret
        }
        var response = try await handler(request, context)
        if let minted, response.headers[.contentType]?.hasPrefix("text/html") == true {
            response.headers.append(HTTPField(name: .setCookie, value: forms.cookies.header(forms.cookies.form, minted, seconds: nil)))
        }
        return response
    }

    private func identify(_ request: Request, _ context: ServerContext, _ access: Access) async throws -> Caller? {
        guard let authenticator else {
            try checkHost(request)
            return .anyone
        }
        let credential = try Credential(request, cookie: forms.cookies.session)
        guard access.requirement != .nobody else { return nil }
        guard let credential else {
            throw RemediationError(.unauthorized, "the request brings no token; send `Authorization: Bearer` and an API token")
        }
        let caller = try await authenticator.identify(credential, peer: context.peer)
        guard access.admits(caller.role) else {
            throw RemediationError(
                .forbidden,
                "\"\(caller.name)\" has the role \(caller.role.rawValue), and this takes \(access.leastRole); ask an administrator for a token of that role"
            )
        }
        return caller
    }

    private func limitRate(_ context: ServerContext) throws {
        guard let rates, let caller = context.caller, let wait = rates.take(caller.key, at: clock.now()) else { return }
        throw Overload(
            .tooManyRequests,
            "\"\(caller.name)\" sends more requests than the limit of \(HumanUnits.number(authenticator?.options.requestsPerSecond ?? 0)) a second",
            seconds: wait
        )
    }

    /// Keeps other sites' pages from acting in an operator's name: browsers send cookies by themselves.
    private func checkForgery(_ request: inout Request, _ context: ServerContext, _ access: Access) async throws {
        guard !Self.isSafe(request.method), context.caller?.proof != .credential, context.caller?.proof != .signature else { return }
        if access.isForm {
            let buffer = try await body.bytes(of: request, limit: Self.largestFormBytes)
            request.body = .init(buffer: buffer)
            try forms.check(try FormFields(buffer).text("csrf"), of: request)
        } else if context.caller?.proof == .session {
            try forms.check(request.headers[Self.formTokenHeader], of: request)
        }
    }

    private func checkOrigin(_ request: Request) throws(RemediationError) {
        if !Self.isSafe(request.method) { try SameOrigin.check(request) }
    }

    /// Without authentication only names of this machine are answered to: a page of another site whose name was made to point here
    /// (DNS rebinding) would otherwise count as our own.
    private func checkHost(_ request: Request) throws(RemediationError) {
        guard authenticator == nil, let authority = request.head.authority else { return }
        guard LocalNames.isLocal(authority) || options.allowedHosts.contains(LocalNames.host(of: authority)) else {
            throw RemediationError(
                .forbidden,
                "without authentication only names of this machine are answered to; start the service with --allowed-host or --authentication required"
            )
        }
    }

    private static func isSafe(_ method: HTTPRequest.Method) -> Bool { method == .get || method == .head }

    static let formTokenHeader = HTTPField.Name("X-CSRF-Token") ?? .eTag
}

extension Access {
    /// The least role in words.
    var leastRole: String {
        switch requirement {
        case .nobody, .anyRole: "any role"
        case .role(let role): role.rawValue
        }
    }
}
