internal import Configuration
import Remediation

/// Reads a setting: command line, then `MULLIGAN_*` in the environment, then the default. An empty variable sets nothing.
struct Settings: Sendable {
    private let reader = ConfigReader(provider: EnvironmentVariablesProvider())

    /// The text of `name` (`store` is `MULLIGAN_STORE`), unless the command line gave it.
    func text(_ name: String, commandLine: String?, standard: @autoclosure () -> String) -> String {
        text(name, commandLine: commandLine) ?? standard()
    }

    /// The text of `name`, if the command line or the environment gives it.
    func text(_ name: String, commandLine: String?) -> String? {
        commandLine ?? environment(name)
    }

    /// The texts of `name`: those of the command line, or those that the environment lists with commas between them.
    func texts(_ name: String, commandLine: [String]) -> [String] {
        guard commandLine.isEmpty else { return commandLine }
        return (text(name, commandLine: nil) ?? "").split(separator: ",").map { String($0).trimmingBlanks }.filter { !$0.isEmpty }
    }

    /// The whole number of `name`, unless the command line gave it.
    ///
    /// - Throws: `RemediationError.invalidInput` that names the variable whose text is none of `range`.
    func integer(_ name: String, commandLine: Int?, in range: ClosedRange<Int>, standard: Int) throws(RemediationError) -> Int {
        if let commandLine { return commandLine }
        guard let text = text(name, commandLine: nil) else { return standard }
        guard let number = Int(text), range.contains(number) else {
            throw wrong(name, text, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// Whether `name` is set, on the command line or in the environment.
    ///
    /// - Throws: `RemediationError.invalidInput` that names the variable whose text says neither yes nor no.
    func flag(_ name: String, commandLine: Bool) throws(RemediationError) -> Bool {
        guard !commandLine, let text = text(name, commandLine: nil) else { return commandLine }
        switch text.lowercased() {
        case "true", "1", "yes", "on": return true
        case "false", "0", "no", "off": return false
        default: throw wrong(name, text, "true or false")
        }
    }

    /// The secret of `name`, from the environment alone: a command line is there for everybody to read.
    func secret(_ name: String) -> String? {
        environment(name, isSecret: true)
    }

    private func environment(_ name: String, isSecret: Bool = false) -> String? {
        let text = reader.string(forKey: ConfigKey(["mulligan", name]), isSecret: isSecret)
        return text?.isEmpty == false ? text : nil
    }

    private func wrong(_ name: String, _ text: String, _ expected: String) -> RemediationError {
        RemediationError(.invalidInput, "\"\(text.prefix(80))\" is not \(expected)", field: "MULLIGAN_\(name.uppercased())")
    }
}
