internal import FoundationEssentials
internal import Remediation
internal import Synchronization

/// Turns credentials into callers: looks tokens and sessions up, and throttles those who guess.
final class Authenticator: Sendable {
    /// How long a token that was found valid is not looked up again, in seconds: the most that a revocation takes to be felt.
    static let cacheSeconds = 2.0
    /// Wrong credentials from one address: ten at once, then one every six seconds.
    static let guessCapacity = 10.0
    static let guessesPerSecond = 1.0 / 6
    /// Wrong credentials that were checked at the same time are found out when it is too late to refuse them, so each is waited for
    /// afterwards: up to ten minutes.
    static let mostGuessesOwed = 99.0

    private struct Known: Sendable {
        var token: AccessToken
        var checkedAt: Timestamp
    }

    let options: Authentication
    private let clock: any WallClock
    private let known = Mutex<[SecretHash: Known]>([:])
    private let guesses = BucketTable(capacity: guessCapacity, refillPerSecond: guessesPerSecond)

    init(_ options: Authentication, clock: any WallClock) {
        self.options = options
        self.clock = clock
    }

    /// Who brings `credential` from the address `peer`.
    ///
    /// - Throws: `RemediationError.unauthorized` that says what is wrong with it; `Overload` after too many wrong ones from `peer`.
    func identify(_ credential: Credential, peer: String) async throws -> Caller {
        let now = clock.now()
        // Whoever was known a moment ago is not shut out by a stranger who guesses behind the same address.
        if case .token(let text) = credential, APIToken.isToken(text), let known = known.withLock({ $0[APIToken.hash(text)] }) {
            let age = now.seconds - known.checkedAt.seconds
            if (0..<Self.cacheSeconds).contains(age) { return try Self.caller(known.token, now: now) }
            return try await look(up: credential, now: now)
        }
        // A session's 256 bits are not guessed, and whoever signed in is not shut out either.
        if case .session = credential { return try await look(up: credential, now: now) }
        // A store that does not answer says nothing about the credential.
        return try await throttleGuesses(from: peer, of: "tokens", isWrong: Self.isInvented) {
            try await look(up: credential, now: now)
        }
    }

    /// Runs `check` of a credential that comes from the address `peer`.
    ///
    /// - Parameters:
    ///   - credentials: What is guessed, for the refusal: `tokens`.
    ///   - isWrong: Whether an error that `check` throws says that the credential is wrong.
    /// - Throws: What `check` throws; `Overload`, without a check, after too many wrong credentials from `peer`.
    func throttleGuesses<Value>(
        from peer: String,
        of credentials: String,
        isWrong: (any Error) -> Bool,
        _ check: () async throws -> Value
    ) async throws -> Value {
        if let wait = guesses.wait(peer, at: clock.now()) {
            throw Overload(.tooManyRequests, "too many wrong \(credentials) came from this address; wait before the next", seconds: wait)
        }
        do {
            return try await check()
        } catch {
            if isWrong(error) {
                // A body that did not come may have been anybody's: it takes what there is, and owes nothing.
                guesses.charge(peer, at: clock.now(), mostOwed: Self.isInvented(error) ? Self.mostGuessesOwed : 0)
            }
            throw error
        }
    }

    /// Whether `error` says that the credential itself is wrong.
    private static func isInvented(_ error: any Error) -> Bool { (error as? RemediationError)?.code == .unauthorized }

    private func look(up credential: Credential, now: Timestamp) async throws(RemediationError) -> Caller {
        switch credential {
        case .session(let secret):
            guard let session = try await options.store.session(hash: APIToken.hash(secret), now: now) else {
                throw RemediationError(.unauthorized, "the session is over; sign in again")
            }
            return Caller(
                name: session.actor,
                role: session.role,
                proof: .session,
                key: session.tokenId.map { "token \($0)" } ?? "name \(session.actor)",
                tokenId: session.tokenId,
                expiresAt: session.expiresAt
            )
        case .token(let text) where APIToken.isToken(text):
            let hash = APIToken.hash(text)
            guard let token = try await options.store.token(hash: hash) else {
                known.withLock { $0[hash] = nil }
                throw RemediationError(.unauthorized, "the token is unknown here; make one with: mulligan tokens create")
            }
            let caller: Caller
            do throws(RemediationError) {
                caller = try Self.caller(token, now: now)
            } catch {
                known.withLock { $0[hash] = nil }
                throw error
            }
            remember(token, hash, now)
            return caller
        case .token(let text):
            guard let provider = options.provider, text.utf8.count(where: { $0 == UInt8(ascii: ".") }) == 2 else {
                throw RemediationError(.unauthorized, "the token has not the form of one; check that all of it was copied")
            }
            return try await provider.identify(text)
        }
    }

    private func remember(_ token: AccessToken, _ hash: SecretHash, _ now: Timestamp) {
        known.withLock { known in
            if known.count >= 10_000 { known.removeAll() }
            known[hash] = Known(token: token, checkedAt: now)
        }
    }

    private static func caller(_ token: AccessToken, now: Timestamp) throws(RemediationError) -> Caller {
        guard token.revokedAt == nil else {
            throw RemediationError(.unauthorized, "the token was revoked; make another with: mulligan tokens create")
        }
        guard token.isValid(at: now) else {
            throw RemediationError(
                .unauthorized,
                "the token expired at \(token.expiresAt?.formatted ?? ""); make another with: mulligan tokens create"
            )
        }
        return Caller(
            name: token.name,
            role: token.role,
            proof: .credential,
            key: "token \(token.id)",
            tokenId: token.id,
            expiresAt: token.expiresAt
        )
    }
}
