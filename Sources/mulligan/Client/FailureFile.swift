internal import Foundation
import Remediation

/// Reads a failure from a file or standard input.
enum FailureFile {
    /// The failure in `file` (`-` for standard input), with the log from the file `log` where there is one.
    ///
    /// - Throws: `RemediationError` that names the file, or the field at fault.
    static func read(_ file: String, log: String?) throws(RemediationError) -> JobFailure {
        var failure: JobFailure
        do {
            failure = try JSONDecoder().decode(JobFailure.self, from: try data(of: file))
        } catch let error as DecodingError {
            throw RemediationError(error)
        } catch let error as RemediationError {
            throw error
        } catch {
            throw RemediationError(.invalidInput, "\(file) is not a failure", cause: error)
        }
        if let log { failure.log = String(decoding: try data(of: log), as: UTF8.self) }
        return failure
    }

    private static func data(of file: String) throws(RemediationError) -> Data {
        do {
            if file == "-" { return try FileHandle.standardInput.readToEnd() ?? Data() }
            return try Data(contentsOf: URL(fileURLWithPath: file))
        } catch {
            throw RemediationError(.invalidInput, "\(file) cannot be read; check the path and its permissions")
        }
    }
}
