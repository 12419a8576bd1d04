internal import FoundationEssentials
package import Remediation
package import RetryForecast
internal import Yams

extension PriceList {
    /// Reads a list from YAML.
    ///
    /// - Throws: `RemediationError.invalidInput` that names the field, or the line of a syntax error.
    package init(yaml: String) throws(RemediationError) {
        do {
            self = try YAMLDecoder().decode(PriceList.self, from: yaml)
        } catch let error as DecodingError {
            throw RemediationError(error)
        } catch let error as YamlError {
            throw RemediationError(.invalidInput, "the prices are not valid YAML", cause: error)
        } catch {
            throw RemediationError(.invalidInput, "the prices cannot be read", cause: error)
        }
    }

    /// Reads a price file.
    ///
    /// - Throws: `RemediationError` that names the file, and the field or line at fault.
    package static func load(path: String) throws(RemediationError) -> PriceList {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw RemediationError(.invalidInput, "\(path) cannot be read; check the path and its permissions", field: "--prices")
        }
        do throws(RemediationError) {
            return try PriceList(yaml: String(decoding: data, as: UTF8.self))
        } catch {
            var error = error
            error.message = "\(path): \(error.message)"
            throw error
        }
    }
}
