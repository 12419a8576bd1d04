internal import Foundation
internal import Logging
import Remediation
internal import RemediationEngine
internal import RemediationServer
internal import SQLStore
internal import SchedulerClients

extension Composition {
    /// How callers are known; nil when the service is open.
    ///
    /// - Throws: `ExitCode` 78, after saying the remedy, when nobody could come in.
    func authentication(
        _ mode: AccessOptions.Mode,
        store: some AccessStore,
        transport: HTTPTransport,
        logger: Logger
    ) async throws -> Authentication? {
        let hookSecret = settings.secret("hook_secret").map { Array($0.utf8) }
        if let hookSecret, hookSecret.count < 16 {
            throw RemediationError(
                .invalidInput,
                "is shorter than 16 bytes; make one with: openssl rand -hex 32",
                field: "MULLIGAN_HOOK_SECRET"
            )
        }
        let section = decision.sections.authentication
        guard mode == .required else {
            var idle = section.names
            if hookSecret != nil { idle.append("MULLIGAN_HOOK_SECRET") }
            if !idle.isEmpty {
                logger.warning(
                    "without authentication these have no effect; pass --authentication required",
                    metadata: ["settings": "\(idle.joined(separator: ", "))"]
                )
            }
            return nil
        }
        let now = SystemWallClock().now()
        if section.provider == nil, try await !store.tokens().contains(where: { $0.isValid(at: now) }) {
            CommandFailure.print(
                """
                authentication is required, and the store holds no valid token: nobody could come in. Make one first:
                  mulligan tokens create --name ada --role admin --store \(self.store.text)
                or name an identity provider in the policy (docs/authentication.md)
                """
            )
            throw CommandFailure.configurationError
        }
        let standard = Authentication(store: store)
        return Authentication(
            store: store,
            provider: section.provider.map { provider in
                IdentityProvider(provider.options, clock: SystemWallClock(), keys: Self.keySource(provider.keys, transport: transport))
            },
            hookSecret: hookSecret,
            requestsPerSecond: section.requestsPerSecond ?? standard.requestsPerSecond,
            burst: section.burst ?? standard.burst,
            sessionSeconds: section.sessionSeconds ?? standard.sessionSeconds
        )
    }

    /// Where requests may go: where the policy's addresses lead, and what it lists beside.
    func outboundPolicy() throws(RemediationError) -> OutboundPolicy {
        var addresses: [(field: String, url: String)] = []
        if let url = decision.sections.schedulers.webhook?.url { addresses.append(("schedulers.webhook.url", url)) }
        if let url = decision.sections.schedulers.slurm?.restURL { addresses.append(("schedulers.slurm.rest-url", url)) }
        if let keys = decision.sections.authentication.provider?.keys, Self.isAddress(keys) {
            addresses.append(("authentication.oidc.keys", keys))
            // Whoever sits on the way could put keys of their own in, and sign a token of an administrator.
            if keys.hasPrefix("http://"), OutboundPolicy.host(of: keys).map(LocalNames.isLoopback) != true {
                throw RemediationError(
                    .invalidInput,
                    "keys that cross a network must come over https; write https://... or the path of a file",
                    field: "authentication.oidc.keys"
                )
            }
        }
        for (number, playbook) in decision.policy.playbooks.enumerated() {
            for case .call(url: let url) in playbook.steps { addresses.append(("playbooks[\(number)].steps", url)) }
        }
        return try decision.sections.outbound.policy(for: addresses)
    }

    /// Reads an issuer's keys from a file or an address.
    private static func keySource(_ place: String, transport: HTTPTransport) -> IdentityProvider.KeySource {
        guard isAddress(place) else {
            return { () throws(RemediationError) in
                guard let data = FileManager.default.contents(atPath: place) else {
                    throw RemediationError(.unavailable, "the identity provider's key file \(place) cannot be read")
                }
                return Array(data)
            }
        }
        return { () async throws(RemediationError) in
            let response: OutboundResponse
            do throws(SchedulerError) {
                response = try await transport.send(OutboundRequest(.get, place, headers: ["Accept": "application/json"]))
            } catch {
                throw RemediationError(.unavailable, "the identity provider's keys cannot be fetched: \(error.message)")
            }
            guard response.status == 200, !response.isTruncated else {
                throw RemediationError(
                    .unavailable,
                    "the identity provider answered \(response.status) where its keys should be; check authentication.oidc.keys"
                )
            }
            return response.body
        }
    }

    private static func isAddress(_ text: String) -> Bool {
        text.hasPrefix("https://") || text.hasPrefix("http://")
    }
}
