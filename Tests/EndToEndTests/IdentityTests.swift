import Foundation
import SchedulerClients
import Testing

/// Tokens of an identity provider and signed pushes at the real binary, with keys and signatures that OpenSSL made.
@Suite struct IdentityTests {
    /// Runs `openssl` and returns what it wrote to a file.
    private func openssl(_ arguments: [String], in folder: TemporaryFolder, into name: String) throws -> Data {
        let file = "\(folder.path)/\(name)"
        let result = try Program.run(arguments + ["-out", file], program: "openssl")
        try #require(result.status == 0, "openssl \(arguments): \(result.errors)")
        return try Data(contentsOf: URL(fileURLWithPath: file))
    }

    private func base64URL(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// A key of the issuer: its private half in a file, its public half as a JSON Web Key.
    private struct Key {
        var id: String
        var file: String
        var json: String
    }

    private func rsaKey(_ id: String, bits: Int, paddedTo bytes: Int? = nil, in folder: TemporaryFolder) throws -> Key {
        let generate = ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:\(bits)"]
        _ = try openssl(generate, in: folder, into: "\(id).pem")
        let file = "\(folder.path)/\(id).pem"
        let line = try Program.run(["rsa", "-in", file, "-noout", "-modulus"], program: "openssl").output
        let hex = Array(line.dropFirst("Modulus=".count).filter(\.isHexDigit))
        var modulus = Data(stride(from: 0, to: hex.count, by: 2).compactMap { UInt8(String(hex[$0...($0 + 1)]), radix: 16) })
        if let bytes { modulus = Data(count: bytes - modulus.count) + modulus }
        return Key(id: id, file: file, json: #"{"kty":"RSA","kid":"\#(id)","use":"sig","n":"\#(base64URL(modulus))","e":"AQAB"}"#)
    }

    private func edwardsKey(_ id: String, in folder: TemporaryFolder) throws -> Key {
        _ = try openssl(["genpkey", "-algorithm", "ED25519"], in: folder, into: "\(id).pem")
        let file = "\(folder.path)/\(id).pem"
        let publicKey = try openssl(["pkey", "-in", file, "-pubout", "-outform", "DER"], in: folder, into: "\(id).der")
        let json = #"{"kty":"OKP","crv":"Ed25519","kid":"\#(id)","use":"sig","x":"\#(base64URL(publicKey.suffix(32)))"}"#
        return Key(id: id, file: file, json: json)
    }

    /// A token that OpenSSL signs by `algorithm`; `secret` signs where it is an HMAC.
    private func token(_ algorithm: String, key: Key, secret: Data = Data(), in folder: TemporaryFolder) throws -> String {
        let header = #"{"alg":"\#(algorithm)","kid":"\#(key.id)","typ":"JWT"}"#
        let claims =
            #"{"iss":"https://id.example","aud":"mulligan","sub":"7","preferred_username":"ada","roles":["sre"],"exp":\#(Int(Date().timeIntervalSince1970) + 600)}"#
        let signed = base64URL(Data(header.utf8)) + "." + base64URL(Data(claims.utf8))
        let input = try folder.write(signed, to: "signed")
        let arguments: [String]? =
            switch algorithm {
            case "RS256": ["dgst", "-sha256", "-sign", key.file]
            case "PS256": ["dgst", "-sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32", "-sign", key.file]
            case "EdDSA": ["pkeyutl", "-sign", "-rawin", "-inkey", key.file, "-in", input]
            case "HS256":
                ["dgst", "-sha256", "-mac", "HMAC", "-macopt", "hexkey:" + secret.map { String(format: "%02x", $0) }.joined(), "-binary"]
            default: nil
            }
        guard var arguments else { return signed + "." }
        let file = "\(folder.path)/signature"
        arguments += ["-out", file] + (algorithm == "EdDSA" ? [] : [input])
        let result = try Program.run(arguments, program: "openssl")
        try #require(result.status == 0, "openssl \(arguments): \(result.errors)")
        return signed + "." + base64URL(try Data(contentsOf: URL(fileURLWithPath: file)))
    }

    private func policy(keys: String) -> String {
        """
        authentication:
          oidc: {issuer: "https://id.example", audience: mulligan, keys: "\(keys)", roles: {sre: viewer}}
        """
    }

    private func status(_ token: String, at service: ServiceProcess) async throws -> Int {
        try await HTTP(address: service.address).send(.get, "/v1/failures", headers: ["Authorization": "Bearer \(token)"]).status
    }

    @Test func takesWhatTheIssuerSignsAndNothingElse() async throws {
        let folder = try TemporaryFolder()
        let strong = try rsaKey("strong", bits: 2_048, in: folder)
        let edwards = try edwardsKey("edwards", in: folder)
        let weak = try rsaKey("weak", bits: 1_024, in: folder)
        let padded = try rsaKey("padded", bits: 1_024, paddedTo: 256, in: folder)
        let stranger = try rsaKey("stranger", bits: 2_048, in: folder)
        let set = #"{"keys":[\#([strong, edwards, weak, padded].map(\.json).joined(separator: ","))]}"#
        let service = try ServiceProcess(
            in: folder,
            policy: policy(keys: try folder.write(set, to: "keys.json")),
            environment: ["MULLIGAN_AUTHENTICATION": "required"]
        )
        for (algorithm, key) in [("RS256", strong), ("PS256", strong), ("EdDSA", edwards)] {
            #expect(try await status(try token(algorithm, key: key, in: folder), at: service) == 200, "\(algorithm)")
        }
        let good = try token("RS256", key: strong, in: folder)
        #expect(
            try await HTTP(address: service.address).send(.post, "/v1/pauses", headers: ["Authorization": "Bearer \(good)"]).status == 403
        )
        let publicKey = try openssl(["pkey", "-in", strong.file, "-pubout"], in: folder, into: "public.pem")
        let bad: [(String, String)] = [
            ("a weak key", try token("RS256", key: weak, in: folder)),
            ("a weak key that is written as a long one", try token("RS256", key: padded, in: folder)),
            ("no signature", try token("none", key: strong, in: folder)),
            ("the public key as a secret", try token("HS256", key: strong, secret: publicKey, in: folder)),
            ("the key's JSON as a secret", try token("HS256", key: strong, secret: Data(strong.json.utf8), in: folder)),
            ("another's key under this name", try token("RS256", key: Key(id: "strong", file: stranger.file, json: ""), in: folder)),
            ("a key that the issuer lacks", try token("RS256", key: stranger, in: folder)),
            ("the other kind of key", try token("RS256", key: Key(id: "edwards", file: strong.file, json: ""), in: folder)),
            ("an altered signature", String(good.dropLast(8)) + "AAAAAAAA"),
        ]
        for (name, token) in bad { #expect(try await status(token, at: service) == 401, "\(name)") }
        #expect(!service.log.contains(good))
    }

    @Test func fetchesTheKeysFromAnAddress() async throws {
        let folder = try TemporaryFolder()
        let key = try rsaKey("one", bits: 2_048, in: folder)
        _ = try folder.write(#"{"keys":[\#(key.json)]}"#, to: "site/keys.json")
        let issuer = Process()
        issuer.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        issuer.arguments = ["python3", "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", "\(folder.path)/site"]
        let output = Pipe()
        issuer.standardOutput = output
        issuer.standardError = FileHandle.nullDevice
        try issuer.run()
        // It inherits the mask of this thread, which blocks the signal that asks.
        defer { kill(issuer.processIdentifier, SIGKILL) }
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        let port = try #require(line.firstMatch(of: /port (\d+)/)?.1, "\(line)")
        let service = try ServiceProcess(
            in: folder,
            policy: policy(keys: "http://127.0.0.1:\(port)/keys.json"),
            environment: ["MULLIGAN_AUTHENTICATION": "required"]
        )
        #expect(try await status(try token("RS256", key: key, in: folder), at: service) == 200)
        let stranger = try rsaKey("two", bits: 2_048, in: folder)
        #expect(try await status(try token("RS256", key: Key(id: "one", file: stranger.file, json: ""), in: folder), at: service) == 401)
        // Elsewhere the issuer cannot be asked: that says nothing about the token.
        let silent = try ServiceProcess(
            in: folder,
            policy: policy(keys: "http://127.0.0.1:\(port)/absent.json"),
            environment: ["MULLIGAN_AUTHENTICATION": "required"]
        )
        #expect(try await status(try token("RS256", key: key, in: folder), at: silent) == 503)
    }

    @Test func takesSignedPushesOnce() async throws {
        let folder = try TemporaryFolder()
        let secret = "a secret that both sides share"
        _ = try Program.run(["tokens", "create", "--name", "x", "--role", "viewer", "--store", "sqlite:\(folder.path)/mulligan.sqlite"])
        let service = try ServiceProcess(
            in: folder,
            environment: ["MULLIGAN_AUTHENTICATION": "required", "MULLIGAN_HOOK_SECRET": secret]
        )
        let body = #"{"jobid":7,"jobname":"etl","state":"COMPLETED"}"#
        func push(at moment: Int, secret: String, body sent: String = body) async throws -> Int {
            let input = try folder.write("\(moment).\(body)", to: "push")
            let hex = secret.utf8.map { String(format: "%02x", $0) }.joined()
            let signature = try Program.run(
                ["dgst", "-sha256", "-mac", "HMAC", "-macopt", "hexkey:\(hex)", "-hex", "-r", input],
                program: "openssl"
            ).output.prefix(64)
            let headers = ["X-Mulligan-Timestamp": "\(moment)", "X-Mulligan-Signature": "v1=\(signature)"]
            return try await HTTP(address: service.address).post("/hooks/slurm", sent, headers: headers).status
        }
        let now = Int(Date().timeIntervalSince1970)
        let http = HTTP(address: service.address)
        #expect(try await http.post("/hooks/slurm", body).status == 401, "without a signature")
        #expect(try await push(at: now, secret: "another secret of the same kind") == 401)
        #expect(try await push(at: now, secret: secret, body: body + " ") == 401, "an altered body")
        #expect(try await push(at: now - 400, secret: secret) == 401, "an old one")
        let answer = try await push(at: now, secret: secret)
        #expect(answer != 401 && answer != 403 && answer < 500, "\(answer)")
        if answer < 300 { #expect(try await push(at: now, secret: secret) == 409, "the same again") }
        let short = #expect(throws: ServiceProcess.StartFailure.self) {
            try ServiceProcess(in: folder, environment: ["MULLIGAN_AUTHENTICATION": "required", "MULLIGAN_HOOK_SECRET": "short"])
        }
        #expect(short?.errors.contains("MULLIGAN_HOOK_SECRET") == true)
        #expect(short?.errors.contains("short\"") != true)
    }
}
