package import Remediation

/// An OIDC issuer whose tokens are taken, and what its claims mean here.
package struct IdentityProviderOptions: Hashable, Sendable {
    /// The `iss` that a token must have, letter for letter.
    package var issuer: String
    /// The `aud` that a token must have, alone or among others.
    package var audience: String
    /// Where the role is found; a dot goes into objects: `realm_access.roles`. The claim holds a text or an array of texts.
    package var roleClaim: String
    /// Where the name for the record is found; `sub` is taken where it is absent.
    package var nameClaim: String
    /// The role that a value of the role claim stands for; of several the one that may most.
    package var roles: [String: Role]
    /// How long fetched keys are used before they are fetched again, in seconds.
    package var keySeconds: Double
    /// How far the issuer's clock may be from ours, in seconds.
    package var leewaySeconds: Double

    /// Options of an issuer.
    package init(
        issuer: String,
        audience: String,
        roleClaim: String = "roles",
        nameClaim: String = "preferred_username",
        roles: [String: Role],
        keySeconds: Double = 300,
        leewaySeconds: Double = 60
    ) {
        self.issuer = issuer
        self.audience = audience
        self.roleClaim = roleClaim
        self.nameClaim = nameClaim
        self.roles = roles
        self.keySeconds = keySeconds
        self.leewaySeconds = leewaySeconds
    }
}
