internal import CPostgres
package import Remediation

/// Where a PostgreSQL database is and who asks, as a URL says it; its description never shows the password.
package struct PostgresAddress: Hashable, Sendable, CustomStringConvertible {
    /// libpq's own parameters, by keyword.
    let parameters: [String: String]

    /// Reads `postgres://USER:PASSWORD@HOST:PORT/DATABASE?PARAMETER=VALUE`; every part but the scheme may be left out, and libpq's
    /// environment variables, service and password files fill it in.
    ///
    /// - Throws: `RemediationError.invalidInput`, without the text: it may hold a password.
    package init(_ url: String) throws(RemediationError) {
        guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://"), !url.utf8.contains(0) else {
            throw RemediationError(.invalidInput, "is not a PostgreSQL address; write postgres://USER@HOST:PORT/DATABASE")
        }
        var problem: UnsafeMutablePointer<CChar>?
        // The problem's text repeats parts of the URL, so it is dropped.
        defer { PQfreemem(problem) }
        guard let options = PQconninfoParse(url, &problem) else {
            throw RemediationError(
                .invalidInput,
                """
                is not a PostgreSQL address that libpq can read; write postgres://USER@HOST:PORT/DATABASE, with %40 for an @ in a password \
                and %2F for a / in a socket's folder
                """
            )
        }
        defer { PQconninfoFree(options) }
        var parameters: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { parameters[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        self.parameters = parameters
    }

    /// The address as a URL that leads there again, passwords left out.
    package var url: String {
        var more = parameters.filter { !["password", "sslpassword"].contains($0.key) }
        var url = "postgres://" + (more.removeValue(forKey: "user").map { "\(Self.encoded($0))@" } ?? "")
        // Sockets, IPv6 and several hosts are plainer as parameters.
        if let host = more["host"], host == Self.encoded(host), (more["port"] ?? "0").allSatisfy(\.isNumber) {
            more["host"] = nil
            url += host + (more.removeValue(forKey: "port").map { ":\($0)" } ?? "")
        }
        if let database = more.removeValue(forKey: "dbname") { url += "/\(Self.encoded(database))" }
        let rest = more.sorted { $0.key < $1.key }.map { "\($0.key)=\(Self.encoded($0.value))" }
        return rest.isEmpty ? url : url + (url.dropFirst("postgres://".count).contains("/") ? "?" : "/?") + rest.joined(separator: "&")
    }

    /// Host, port and database: what an operator needs to know which one is meant.
    package var description: String {
        let host = parameters["host"] ?? parameters["hostaddr"] ?? "localhost"
        let port = parameters["port"].map { ":\($0)" } ?? ""
        let database = parameters["dbname"].map { "/\($0)" } ?? ""
        return "postgres://\(host.hasPrefix("/") ? "[\(host)]" : host)\(port)\(database)"
    }

    /// `text` with all but letters, digits and `-._~` percent-encoded (RFC 3986, 2.3).
    private static func encoded(_ text: String) -> String {
        text.utf8.reduce(into: "") { encoded, byte in
            let character = Character(UnicodeScalar(byte))
            if character.isASCII, character.isLetter || character.isNumber || "-._~".contains(character) {
                encoded.append(character)
            } else {
                encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
    }
}
