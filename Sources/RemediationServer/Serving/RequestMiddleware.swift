internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Remediation

/// The outermost layer of every request: its identifier, its answer to errors, its headers, its log line and its metrics.
struct RequestMiddleware: RouterMiddleware {
    typealias Context = ServerContext

    let metrics: ServerMetrics
    let routes: [RouteTable.Entry]
    let pages: PageErrors
    let refusals: RefusalLog

    func handle(
        _ request: Request,
        context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        let started = ContinuousClock.now
        var context = context
        context.requestID = Self.identifier(of: request, context: context)
        context.logger[metadataKey: "requestId"] = .string(context.requestID)
        context.logger[metadataKey: "hb.request.id"] = nil

        metrics.requestStarted()
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = answer(to: error, request: request, context: context)
        }
        let elapsed = ContinuousClock.now - started
        let route = context.endpointPath ?? "NotFound"
        metrics.requestEnded(method: request.method.rawValue, route: route, status: Int(response.status.code), elapsed: elapsed)

        SecurityHeaders.add(to: &response.headers)
        response.headers[.requestID] = context.requestID
        let status = response.status.code
        context.logger.debug(
            "request",
            metadata: [
                "method": .string(request.method.rawValue), "path": .string(String(request.uri.path.prefix(500))),
                "status": .stringConvertible(status), "milliseconds": .stringConvertible(elapsed.milliseconds),
            ]
        )
        return response
    }

    private func answer(to error: any Error, request: Request, context: ServerContext) -> Response {
        let path = request.uri.path
        let allowed = RouteTable.methods(of: path, in: routes)
        let problem = Problem(error, allowed: allowed, requestId: context.requestID)
        if problem.status >= 500 {
            context.logger.error(
                "request failed",
                metadata: [
                    "path": .string(String(path.prefix(500))), "error": .string(String(describing: error)), "code": .string(problem.code),
                ]
            )
        }
        var response: Response
        // A browser without a session is led to the sign-in: no refusal, and every first visit.
        if problem.status != 401 || request.method != .get || !pages.concerns(request) {
            refusals.note(RefusalLog.Refusal(problem, of: request, context), by: context.logger)
        }
        if problem.status == 401, pages.concerns(request), request.method == .get || request.method == .post {
            return .seeOther(SignInRoutes.path(next: request.method == .get ? request.uri.string : "/"))
        }
        if pages.concerns(request) {
            response = pages.answer(problem)
        } else {
            response =
                (try? Response.json(problem, status: .init(code: problem.status), type: "application/problem+json"))
                ?? Response(status: .internalServerError)
        }
        if problem.status == 405 { response.headers[.allow] = allowed.joined(separator: ", ") }
        if problem.status == 503 { response.headers[.retryAfter] = "5" }
        if let overload = error as? Overload { response.headers[.retryAfter] = String(overload.retryAfterSeconds) }
        if problem.status == 408 || problem.status == 413 { response.headers[.connection] = "close" }
        if problem.status == 401 { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }

    /// The client's own identifier where it is safe to log, or a new one.
    private static func identifier(of request: Request, context: ServerContext) -> String {
        if let given = request.headers[.requestID], (1...128).contains(given.utf8.count),
            given.utf8.allSatisfy({ (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") })
        {
            return given
        }
        return context.id
    }
}

extension Duration {
    /// The duration in seconds.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }

    /// The duration in whole and thousandth milliseconds.
    var milliseconds: Double { (inSeconds * 1_000_000).rounded() / 1_000 }
}
