internal import Foundation
internal import LogRules
internal import Remediation

/// Labelled or unlabelled failures read from JSON lines.
enum LabelledFailures {
    /// The failures of `files`.
    ///
    /// - Throws: `ExitCode` 65 naming the file and line at fault, 66 for a file that cannot be read.
    static func read(_ files: [String]) throws -> [LabelledFailure] {
        var failures: [LabelledFailure] = []
        let decoder = JSONDecoder()
        for file in files {
            guard let handle = FileHandle(forReadingAtPath: file) else {
                throw CommandFailure.data("\(file) cannot be read; check the path and its permissions")
            }
            var number = 0
            for line in LineReader(handle) {
                number += 1
                if line.allSatisfy({ $0 == 32 || $0 == 9 || $0 == 13 }) { continue }
                do {
                    failures.append(try decoder.decode(LabelledFailure.self, from: line))
                } catch let error as DecodingError {
                    throw CommandFailure.data("\(file): \(RemediationError(error, line: number))")
                }
            }
        }
        return failures
    }
}
