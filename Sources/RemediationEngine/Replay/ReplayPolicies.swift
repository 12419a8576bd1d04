package import Remediation

/// The policies that a replay knows by name.
package enum ReplayPolicies {
    /// How they are written.
    package static let usage = "mulligan, double, fixed:8GB, ladder:2,3,4, tovar, witt-lr, witt-p95 or oracle"

    /// The policy of this name, without history.
    ///
    /// - Throws: `RemediationError` for a name that is no policy.
    package static func named(_ name: String, advisor: Advisor) throws(RemediationError) -> any ReplayPolicy {
        switch name {
        case "mulligan": return MulliganPolicy(advisor: advisor)
        case "double": return RequestMultiplesPolicy(name: name, multiples: [])
        case "tovar": return TovarPolicy()
        case "witt-lr": return WittRegressionPolicy()
        case "witt-p95": return WittPercentilePolicy()
        case "oracle": return OraclePolicy()
        default: break
        }
        if name.hasPrefix("fixed:"), let bytes = HumanUnits.parseBytes(String(name.dropFirst(6))), bytes > 0 {
            return FixedPolicy(name: name, bytes: bytes)
        }
        if name.hasPrefix("ladder:") {
            let parts = name.dropFirst(7).split(separator: ",", omittingEmptySubsequences: false)
            let multiples = parts.compactMap { Double($0) }
            if multiples.count == parts.count, zip([1] + multiples, multiples).allSatisfy({ $0 < $1 }), multiples.allSatisfy(\.isFinite) {
                return RequestMultiplesPolicy(name: name, multiples: multiples)
            }
            throw RemediationError(
                .invalidInput,
                "\"\(name)\": the multiples of the request ascend from above 1, such as ladder:2,3,4",
                field: "--policy"
            )
        }
        throw RemediationError(.invalidInput, "\"\(name)\" is no policy; write \(usage)", field: "--policy")
    }
}
