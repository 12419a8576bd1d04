package import Remediation
internal import Yams

extension RemediationPolicy {
    /// Reads a policy from YAML.
    ///
    /// - Throws: `RemediationError.invalidInput` that names the field and its line, or the line of a syntax error.
    package init(yaml: String) throws(RemediationError) {
        do {
            self = try YAMLDecoder().decode(RemediationPolicy.self, from: yaml)
        } catch let error as DecodingError {
            throw RemediationError(error, in: yaml)
        } catch let error as YamlError {
            throw RemediationError(.invalidInput, "the policy is not valid YAML", cause: error)
        } catch {
            throw RemediationError(.invalidInput, "the policy cannot be read", cause: error)
        }
    }
}
