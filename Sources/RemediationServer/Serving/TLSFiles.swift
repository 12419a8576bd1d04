internal import NIOSSL
package import Remediation

/// The files that TLS is served with, in PEM.
package struct TLSFiles: Hashable, Sendable {
    /// The certificate, followed by those between it and its authority.
    package var certificate: String
    /// Its private key.
    package var key: String

    /// Files at the paths `certificate` and `key`.
    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }

    /// Checks that the files can be served with.
    ///
    /// - Throws: `RemediationError.invalidInput` that names the file at fault.
    package func check() throws(RemediationError) { _ = try configuration() }

    /// TLS 1.2 or newer by these files.
    ///
    /// - Throws: `RemediationError.invalidInput` that names the file at fault.
    func configuration() throws(RemediationError) -> TLSConfiguration {
        let chain: [NIOSSLCertificate]
        do {
            chain = try NIOSSLCertificate.fromPEMFile(certificate)
        } catch {
            throw RemediationError(
                .invalidInput,
                "\(certificate) cannot be read as certificates in PEM; check the path, its permissions and its format",
                field: "--tls-certificate"
            )
        }
        let privateKey: NIOSSLPrivateKey
        do {
            privateKey = try NIOSSLPrivateKey(file: key, format: .pem)
        } catch {
            throw RemediationError(
                .invalidInput,
                "\(key) cannot be read as a private key in PEM without a password; check the path, its permissions and its format",
                field: "--tls-key"
            )
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(privateKey)
        )
        configuration.minimumTLSVersion = .tlsv12
        do {
            _ = try NIOSSLContext(configuration: configuration)
        } catch {
            throw RemediationError(.invalidInput, "\(key) is not the key of \(certificate)", field: "--tls-key")
        }
        return configuration
    }
}
