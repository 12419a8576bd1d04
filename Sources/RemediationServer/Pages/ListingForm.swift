internal import Hummingbird
internal import Remediation

/// The query that the filter of a page's listing sent: a form sends its empty fields too, and they mean any.
struct ListingForm {
    /// The fields that say something.
    let query: QueryParameters
    private let given: [String]

    /// Reads the query of `request`, which may hold the names in `known` alone.
    ///
    /// - Throws: `RemediationError.invalidInput` that names the parameter.
    init(_ request: Request, known: [String]) throws(RemediationError) {
        let fields = try FormFields(parsing: request.uri.query ?? "")
        given = fields.pairs.filter { !$0.value.isEmpty }.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }
        query = try QueryParameters(text: given.joined(separator: "&"), known: known)
    }

    /// The address of the page after this one at `path`, with the same filter; nil after the last.
    func older(at path: String, from cursor: String?) -> String? {
        cursor.map {
            "\(path)?" + (given.filter { !$0.hasPrefix("cursor=") } + ["cursor=\(PercentCoding.encode($0))"]).joined(separator: "&")
        }
    }
}
