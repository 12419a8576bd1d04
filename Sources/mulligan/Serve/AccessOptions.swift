internal import ArgumentParser
internal import Foundation
import Remediation
internal import RemediationServer

/// Who may reach the service, and over what.
struct AccessOptions: ParsableArguments {
    /// Whether callers must say who they are.
    enum Mode: String, CaseIterable {
        case none, required
    }

    @Option(
        help:
            "Whether callers need a token: none or required; required wherever others than this machine can connect, also through a proxy (MULLIGAN_AUTHENTICATION)."
    )
    var authentication: String?

    @Option(help: "The certificate to serve TLS with, in PEM, with its chain (MULLIGAN_TLS_CERTIFICATE).")
    var tlsCertificate: String?

    @Option(help: "The certificate's private key in PEM (MULLIGAN_TLS_KEY).")
    var tlsKey: String?

    @Flag(help: "A proxy in front ends TLS: cookies are sent over TLS alone, and callers need a token (MULLIGAN_BEHIND_TLS).")
    var behindTls = false

    @Option(help: "A further name by which browsers may call the service without authentication; may be repeated (MULLIGAN_ALLOWED_HOST).")
    var allowedHost: [String] = []

    /// Whether callers must say who they are.
    ///
    /// - Throws: `ExitCode` 78, after saying the remedy, when the service would be open to other machines; `RemediationError` for a word
    ///   that says neither.
    func mode(host: String, settings: Settings) throws -> Mode {
        let isLocal = LocalNames.isLoopback(host)
        // A proxy brings others in, and to the service all of them come from this machine.
        let isBehindProxy = try settings.flag("behind_tls", commandLine: behindTls)
        let word = settings.text("authentication", commandLine: authentication, standard: isLocal && !isBehindProxy ? "none" : "required")
        guard let mode = Mode(rawValue: word) else {
            throw RemediationError(.invalidInput, "\"\(word)\" is neither none nor required", field: "--authentication")
        }
        guard mode == .none else { return mode }
        guard isLocal, !isBehindProxy else {
            let reasons = [isLocal ? nil : "\(host) is open to others", isBehindProxy ? "the proxy of --behind-tls brings others in" : nil]
            let remedies = [isLocal ? nil : "listen at 127.0.0.1 with --host 127.0.0.1", isBehindProxy ? "leave --behind-tls out" : nil]
            CommandFailure.print(
                """
                without authentication the service is for this machine alone, and \(reasons.compactMap { $0 }.joined(separator: ", and ")). Either
                  make a token (mulligan tokens create --name ada --role admin) and leave --authentication none out, or
                  \(remedies.compactMap { $0 }.joined(separator: ", and "))
                """
            )
            throw CommandFailure.configurationError
        }
        return mode
    }

    /// Sets what `options` say of TLS and names.
    ///
    /// - Throws: `RemediationError.invalidInput` that names the option.
    func apply(to options: inout ServerOptions, settings: Settings) throws(RemediationError) {
        let certificate = settings.text("tls_certificate", commandLine: tlsCertificate)
        let key = settings.text("tls_key", commandLine: tlsKey)
        switch (certificate, key) {
        case (let certificate?, let key?):
            let files = TLSFiles(certificate: certificate, key: key)
            try files.check()
            options.tls = files
        case (nil, nil): break
        case (nil, _):
            throw RemediationError(.invalidInput, "is missing: a key is of no use without its certificate", field: "--tls-certificate")
        case (_, nil): throw RemediationError(.invalidInput, "is missing: a certificate is of no use without its key", field: "--tls-key")
        }
        options.isBehindTLS = try settings.flag("behind_tls", commandLine: behindTls)
        options.allowedHosts = Set(settings.texts("allowed_host", commandLine: allowedHost).map { $0.lowercased() })
    }
}
