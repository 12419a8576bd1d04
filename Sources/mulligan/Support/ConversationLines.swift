internal import Foundation
import Remediation

/// The lines of `mulligan advise`, from a file or standard input: attempts and questions.
enum ConversationLines {
    private struct Event: Decodable {
        var event: String
    }

    /// Reads every line of `file`, of standard input without one, and hands it on; empty lines are passed over.
    ///
    /// - Throws: `RemediationError` that names the file, or the line and field at fault.
    static func read(_ file: String?, attempt: (Attempt) -> Void, ask: (AdviceRequest) -> Void) throws(RemediationError) {
        var handle = FileHandle.standardInput
        if let file {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), !isFolder.boolValue,
                let opened = FileHandle(forReadingAtPath: file)
            else { throw RemediationError(.invalidInput, "\(file) cannot be read; check the path and its permissions") }
            handle = opened
        }
        let decoder = JSONDecoder()
        for (number, line) in LineReader(handle).enumerated() where !line.allSatisfy({ $0 == 32 || $0 == 9 || $0 == 13 }) {
            do {
                switch try decoder.decode(Event.self, from: line).event {
                case "attempt": attempt(try decoder.decode(Attempt.self, from: line))
                case "ask": ask(try decoder.decode(AdviceRequest.self, from: line))
                default: throw RemediationError(.invalidInput, "must be \"attempt\" or \"ask\"", field: "event", line: number + 1)
                }
            } catch let error as RemediationError {
                throw error
            } catch let error as DecodingError {
                throw RemediationError(error, line: number + 1)
            } catch {
                throw RemediationError(.invalidInput, "cannot be read", line: number + 1, cause: error)
            }
        }
    }
}
