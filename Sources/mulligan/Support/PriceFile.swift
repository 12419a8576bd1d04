import Remediation
internal import RemediationEngine
internal import RetryForecast

/// The prices that several commands share.
enum PriceFile {
    /// The file that the command line or `MULLIGAN_PRICES` names; without one the same prices everywhere and always.
    ///
    /// - Throws: `RemediationError` that names the file, and the field or line at fault.
    static func load(_ commandLine: String?) throws(RemediationError) -> PriceList {
        guard let path = Settings().text("prices", commandLine: commandLine) else { return PriceList() }
        return try PriceList.load(path: path)
    }
}
