internal import Configuration

/// Reads a setting: command line, then `MULLIGAN_*` in the environment, then the default.
struct Settings: Sendable {
    private let reader = ConfigReader(provider: EnvironmentVariablesProvider())

    /// The text of `name` (`store` is `MULLIGAN_STORE`), unless the command line gave it.
    func text(_ name: String, commandLine: String?, standard: @autoclosure () -> String) -> String {
        commandLine ?? reader.string(forKey: ConfigKey(["mulligan", name])) ?? standard()
    }

    /// The text of `name`, if the command line or the environment gives it.
    func text(_ name: String, commandLine: String?) -> String? {
        commandLine ?? reader.string(forKey: ConfigKey(["mulligan", name]))
    }

    /// The number of `name`, unless the command line gave it.
    func integer(_ name: String, commandLine: Int?, standard: Int) -> Int {
        commandLine ?? reader.int(forKey: ConfigKey(["mulligan", name])) ?? standard
    }

    /// Whether `name` is set, on the command line or as `true` or `1` in the environment.
    func flag(_ name: String, commandLine: Bool) -> Bool {
        commandLine || reader.bool(forKey: ConfigKey(["mulligan", name])) ?? false
    }

    /// The secret of `name`, from the environment alone: a command line is there for everybody to read.
    func secret(_ name: String) -> String? {
        reader.string(forKey: ConfigKey(["mulligan", name]), isSecret: true)
    }
}
