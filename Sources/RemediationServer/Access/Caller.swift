internal import Remediation

/// Who sends a request.
struct Caller: Hashable, Sendable {
    /// How they showed who they are.
    enum Proof: Hashable, Sendable {
        /// The service runs without authentication.
        case none
        /// A credential in the request itself, which no page of another site can make a browser send.
        case credential
        /// The cookie of a session, which a browser sends by itself.
        case session
        /// A signature of the body.
        case signature
    }

    /// The name that decisions are recorded under; empty where the service does not know it.
    let name: String
    /// What they may do.
    let role: Role
    /// How they showed who they are.
    let proof: Proof
    /// What their requests are counted under; never a secret.
    let key: String
    /// The API token behind it, if there is one.
    var tokenId: String?
    /// When what they showed ends; nil for never.
    var expiresAt: Timestamp?

    /// Whoever reaches a service that runs without authentication.
    static let anyone = Caller(name: "", role: .admin, proof: .none, key: "anyone")

    /// The name for the record of a decision.
    ///
    /// A name in the request is believed only where the service knows no other; beside a known one it says for whom they act.
    func actor(claimed: String?, otherwise: String = "api") -> String {
        guard !name.isEmpty else { return claimed ?? otherwise }
        guard let claimed, claimed != name else { return name }
        return "\(name) for \(claimed)"
    }
}
