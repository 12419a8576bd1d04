/// A signal that ended a process, by number; in JSON a number or a name such as `SIGKILL`.
package struct Signal: Hashable, Sendable {
    /// The signal's number, from 1 to 255 (Slurm reports 125 for a memory kill).
    package var number: Int

    /// A signal by number.
    package init(number: Int) {
        self.number = number
    }

    /// A signal by name, with or without `SIG`, on Linux; nil when there is no such signal.
    package init?(name: String) {
        let upper = name.uppercased()
        let bare = upper.hasPrefix("SIG") ? String(upper.dropFirst(3)) : upper
        guard let number = Self.numbers[bare] ?? Int(bare), (1...255).contains(number) else { return nil }
        self.number = number
    }

    private static let numbers: [String: Int] = [
        "HUP": 1, "INT": 2, "QUIT": 3, "ILL": 4, "TRAP": 5, "ABRT": 6, "BUS": 7, "FPE": 8, "KILL": 9, "USR1": 10, "SEGV": 11,
        "USR2": 12, "PIPE": 13, "ALRM": 14, "TERM": 15, "STKFLT": 16, "CHLD": 17, "CONT": 18, "STOP": 19, "TSTP": 20, "TTIN": 21,
        "TTOU": 22, "URG": 23, "XCPU": 24, "XFSZ": 25, "VTALRM": 26, "PROF": 27, "WINCH": 28, "IO": 29, "PWR": 30, "SYS": 31,
    ]
}

extension Signal: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
            guard Bounds.signals.contains(number) else {
                throw DecodingError.dataCorruptedError(
                    in: container,
                    debugDescription: "\(number) is not a signal; write a number from 0 to 255 or a name such as SIGKILL"
                )
            }
            self.init(number: number)
        } else {
            let name = try container.decode(String.self)
            guard let signal = Signal(name: name) else {
                throw DecodingError.dataCorruptedError(
                    in: container,
                    debugDescription: "\"\(name.prefix(20))\" is not a signal; write a number from 0 to 255 or a name such as SIGKILL"
                )
            }
            self = signal
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }
}
