internal import Hummingbird
internal import Remediation

/// The query of a request: every name must be known, and may be given once.
struct QueryParameters {
    private let values: [String: String]

    /// Reads the query of `request`, which may hold the names in `known` alone.
    ///
    /// - Throws: `RemediationError.invalidInput` that names the parameter.
    init(_ request: Request, known: [String] = []) throws(RemediationError) {
        try self.init(text: request.uri.query ?? "", known: known)
    }

    /// Reads a query, which may hold the names in `known` alone.
    ///
    /// - Throws: `RemediationError.invalidInput` that names the parameter.
    init(text: String, known: [String]) throws(RemediationError) {
        var values: [String: String] = [:]
        for (name, value) in try FormFields(parsing: text).pairs {
            guard known.contains(name) else {
                let remedy = known.isEmpty ? "this path takes no query" : "the parameters are \(known.joined(separator: ", "))"
                throw RemediationError(.invalidInput, "unknown query parameter; \(remedy)", field: String(name.prefix(60)))
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw RemediationError(.invalidInput, "is given twice", field: name)
            }
        }
        self.values = values
    }

    /// The value of `name`; nil when absent.
    ///
    /// - Throws: `RemediationError.invalidInput` when it is empty or longer than `limit` characters.
    func text(_ name: String, limit: Int = 512) throws(RemediationError) -> String? {
        guard let value = values[name] else { return nil }
        guard !value.isEmpty, value.unicodeScalars.count <= limit else {
            throw RemediationError(.invalidInput, "must have from 1 to \(limit) characters", field: name)
        }
        return value
    }

    /// The page that `limit` and `cursor` ask for.
    ///
    /// - Throws: `RemediationError.invalidInput` that names the parameter.
    func page(defaultLimit: Int = 50) throws(RemediationError) -> PageRequest {
        var page = PageRequest(limit: defaultLimit)
        if let text = values["limit"] {
            guard let limit = Int(text), text.allSatisfy(\.isASCII), text.first != "+", (1...PageRequest.largestLimit).contains(limit)
            else {
                throw RemediationError(.invalidInput, "must be a whole number from 1 to \(PageRequest.largestLimit)", field: "limit")
            }
            page.limit = limit
        }
        if let cursor = values["cursor"] {
            guard (1...64).contains(cursor.utf8.count), cursor.utf8.allSatisfy(Self.isIdentifierByte) else {
                throw RemediationError(.invalidInput, "is not a cursor; pass `nextCursor` of the page before as it came", field: "cursor")
            }
            page.cursor = cursor
        }
        return page
    }

    /// The filter that `job`, `runId`, `engine`, `class` and `state` ask for.
    ///
    /// - Throws: `RemediationError.invalidInput` that names the parameter.
    func filter() throws(RemediationError) -> FailureFilter {
        var filter = FailureFilter(job: try text("job"), runId: try text("runId"), engine: try text("engine", limit: 64))
        if let name = values["class"] {
            guard let value = FailureClass(rawValue: name) else {
                throw RemediationError(.invalidInput, "is not a failure class; an example is memory.container_limit", field: "class")
            }
            filter.failureClass = value
        }
        if let name = values["state"] {
            guard let value = RecommendationState(rawValue: name) else {
                let known = RecommendationState.allCases.map(\.rawValue).joined(separator: ", ")
                throw RemediationError(.invalidInput, "is not a state; the states are \(known)", field: "state")
            }
            filter.state = value
        }
        return filter
    }

    /// The names that a listing takes.
    static let listing = ["job", "runId", "engine", "class", "state", "limit", "cursor"]

    private static func isIdentifierByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
