package import Remediation

/// The limits that a site grants: `2GiB,4GiB,8GiB`, or with the time that comes with each, `2GiB/1h,4GiB/2h`.
package struct MemoryChoices: Hashable, Sendable {
    /// The limits, in bytes, ascending; at least one.
    package let bytes: [Int64]
    /// The time limits that come with them, in seconds, one each and never less than the one before; empty where time is granted apart.
    package let seconds: [Double]

    /// The limits that `choices` name, one each: `2GiB`, or `2GiB/1h`.
    ///
    /// - Parameter field: What to blame for a mistake.
    /// - Throws: `RemediationError.invalidInput` that names the choice at fault.
    package init(_ choices: [some StringProtocol], field: String) throws(RemediationError) {
        func refusal(_ text: some StringProtocol, _ remedy: String) -> RemediationError {
            RemediationError(.invalidInput, "\"\(text)\" \(remedy)", field: field)
        }
        var bytes: [Int64] = []
        var seconds: [Double] = []
        for choice in choices {
            let parts = choice.split(separator: "/", maxSplits: 1)
            guard let size = parts.first.flatMap({ HumanUnits.parseBytes(String($0)) }), size > 0 else {
                throw refusal(choice, "is not a size; write one such as 8GiB, or 8GiB/4h with the time that comes with it")
            }
            if parts.count > 1 {
                guard let time = HumanUnits.parseSeconds(String(parts[1])) else {
                    throw refusal(choice, "has no time such as 4h after the /")
                }
                seconds.append(time)
            }
            guard bytes.last.map({ $0 < size }) ?? true, zip(seconds, seconds.dropFirst()).allSatisfy({ $0 <= $1 }) else {
                throw refusal(choice, "is less than the choice before it; write them in ascending order")
            }
            bytes.append(size)
        }
        guard !bytes.isEmpty else { throw refusal("", "names no size; write some such as 2GiB,4GiB,8GiB") }
        guard seconds.isEmpty || seconds.count == bytes.count else {
            throw refusal(choices.joined(separator: ","), "gives a time with some choices only; give one with each or with none")
        }
        self.bytes = bytes
        self.seconds = seconds
    }

    /// `target` lowered to the largest choice within the bounds, its memory and the time that comes with it together; nil where none fits.
    ///
    /// - Parameters:
    ///   - most: The most memory, in bytes.
    ///   - time: The most time, in seconds; binds only where time comes with memory.
    ///   - present: The configuration that failed: what has grown beyond it gives way first.
    func lowered(_ target: Resources, toMemory most: Int64, time: Double = .infinity, from present: Resources) -> Resources? {
        let most = min(most, target.containerBytes)
        guard let place = bytes.indices.last(where: { bytes[$0] <= most && (seconds.isEmpty || seconds[$0] <= time) }) else { return nil }
        var lowered = target.lowered(container: bytes[place], from: present)
        if !seconds.isEmpty { lowered.timeLimitSeconds = seconds[place] }
        return lowered
    }

    /// Refuses choices above what may be granted.
    ///
    /// - Parameter field: What to blame.
    /// - Throws: `RemediationError.invalidInput` that names the choice and the limit.
    package func validate(under limits: ResourceLimits, field: String) throws(RemediationError) {
        guard let most = limits.memoryBytes, let last = bytes.last, last > most else { return }
        let both = "\(HumanUnits.bytes(last)) is above limits.memory, \(HumanUnits.bytes(most))"
        throw RemediationError(.invalidInput, "\(both); leave it out or raise the limit", field: field)
    }

    /// The limits as the command line writes them, parted by commas.
    ///
    /// - Throws: `RemediationError.invalidInput` that names the option and the choice at fault.
    package init(commandLine text: String) throws(RemediationError) {
        try self.init(text.split(separator: ","), field: "--memory-choices")
    }
}

extension MemoryChoices: Decodable {
    /// Reads the list of a policy file: `[2GiB/1h, 4GiB/2h]`.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do throws(RemediationError) {
            try self.init(try Self.list(of: container), field: "memory-choices")
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.message)
        }
    }

    private static func list(of container: any SingleValueDecodingContainer) throws(RemediationError) -> [String] {
        do {
            return try container.decode([String].self)
        } catch {
            throw RemediationError(.invalidInput, "is not a list of sizes such as [2GiB, 4GiB, 8GiB]", cause: error)
        }
    }
}

extension AdviceOptions {
    /// The same with the limits that `choices` name; as they are without any.
    package func granting(_ choices: MemoryChoices?) -> AdviceOptions {
        guard let choices else { return self }
        var options = self
        options.memoryChoices = choices.bytes
        options.timeChoices = choices.seconds
        return options
    }
}
