internal import ArgumentParser
internal import Foundation
internal import GradientBoosting
internal import LogRules
import Remediation

/// How commands end when something is wrong: one line on standard error, and a status from sysexits.
enum CommandFailure {
    /// Wrong input (EX_DATAERR).
    static let dataError = ExitCode(65)

    /// Runs `body`; prints its error as `mulligan: ...` and exits with 65 for wrong input, 1 for a fault.
    static func report<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch {
            throw status(afterPrinting: error)
        }
    }

    /// The same for a command that waits for nothing.
    static func reporting<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw status(afterPrinting: error)
        }
    }

    /// Prints `error` and says what to exit with; errors of the command line itself come back as they are.
    static func status(afterPrinting error: any Error) -> any Error {
        switch error {
        case let error as RemediationError:
            print(error.description)
            return exitCode(of: error)
        case let error as RuleError:
            print(error.description)
            return dataError
        case let error as BoostingError:
            print("\(error)")
            return dataError
        case let error as DecodingError:
            print(RemediationError(error).description)
            return dataError
        default:
            return error
        }
    }

    /// The status for `error`.
    static func exitCode(of error: RemediationError) -> ExitCode {
        switch error.code {
        case .invalidInput, .tooLarge, .corrupt, .notFound: dataError
        default: .failure
        }
    }

    /// The configuration as a whole does not work (EX_CONFIG).
    static let configurationError = ExitCode(78)

    /// Writes `message` to standard error as a remark, beside an answer on standard output.
    static func note(_ message: String) {
        FileHandle.standardError.write(Data("\(message)\n".utf8))
    }

    /// Prints `message` about wrong input, and the status to exit with.
    static func data(_ message: String) -> ExitCode {
        print(message)
        return dataError
    }

    /// Writes `message` to standard error after the program's name.
    static func print(_ message: String) {
        FileHandle.standardError.write(Data("mulligan: \(message)\n".utf8))
    }
}
