package import FoundationEssentials
internal import GradientBoosting
package import Remediation

extension ForecastModel {
    /// The file's bytes: the same model gives the same bytes.
    ///
    /// - Throws: `RemediationError` if the model holds a number that is not finite.
    package func json() throws(RemediationError) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try encoder.encode(self)
        } catch {
            throw RemediationError(.internalFault, "the model holds a number that is not finite", cause: error)
        }
    }

    /// Reads a model from its file's bytes.
    ///
    /// - Parameter name: What to call the file in an error.
    /// - Throws: `RemediationError` for a newer version, another feature list or broken content.
    package init(json: Data, name: String) throws(RemediationError) {
        struct Header: Decodable {
            var formatVersion: Int
            var featureListVersion: Int
        }
        let header: Header
        do {
            header = try JSONDecoder().decode(Header.self, from: json)
        } catch {
            throw RemediationError(.corrupt, "\(name) is not a forecast model; make one with `mulligan train`", cause: error)
        }
        guard header.formatVersion >= 1, header.formatVersion <= Self.currentFormatVersion else {
            throw RemediationError(
                .corrupt,
                "\(name) has format version \(header.formatVersion) and this program reads 1 to \(Self.currentFormatVersion); "
                    + "update the program, or make a new model with `mulligan train`"
            )
        }
        guard header.featureListVersion == ForecastFeature.listVersion else {
            throw RemediationError(
                .corrupt,
                "\(name) was trained on feature list \(header.featureListVersion) and this program computes list "
                    + "\(ForecastFeature.listVersion); make a new model with `mulligan train`"
            )
        }
        do {
            self = try JSONDecoder().decode(ForecastModel.self, from: json)
        } catch {
            throw RemediationError(.corrupt, "\(name) is damaged; make a new model with `mulligan train`", cause: error)
        }
        guard success.featureNames == ForecastFeature.all.map(\.name) else {
            throw RemediationError(.corrupt, "\(name) was trained on other features; make a new model with `mulligan train`")
        }
        guard (0...1).contains(tailWeight), (0..<1).contains(irreducibleFailure), (0...1).contains(parallelShare.mean),
            parallelShare.priorRuns > 0
        else {
            throw RemediationError(.corrupt, "\(name) holds a share out of bounds; make a new model with `mulligan train`")
        }
    }

    /// Reads a model file.
    ///
    /// - Throws: `RemediationError` if the file is missing, unreadable, newer or damaged.
    package static func load(path: String) throws(RemediationError) -> ForecastModel {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw RemediationError(
                .notFound,
                "cannot read the model \(path); make one with `mulligan train --model \(path)`, or name another with --model",
                cause: error
            )
        }
        return try ForecastModel(json: data, name: path)
    }

    /// Writes the model file, all or nothing.
    ///
    /// - Throws: `RemediationError` if the file cannot be written.
    package func write(path: String) throws(RemediationError) {
        let data = try json()
        do {
            try WholeFile.write(data, to: path)
        } catch {
            throw RemediationError(.unavailable, "cannot write the model to \(path)", cause: error)
        }
    }
}
