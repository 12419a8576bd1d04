import Remediation
internal import RemediationEngine

/// The limits that a site grants as the command line writes them: `2GiB,4GiB,8GiB`, or with the time that comes with each, `2GiB/1h,4GiB/2h`.
enum MemoryChoices {
    /// Writes the limits, ascending, and the seconds that come with them into `options`; without a text they stay as they are.
    ///
    /// - Throws: `RemediationError` that names the choice at fault.
    static func read(_ text: String?, into options: inout AdviceOptions) throws(RemediationError) {
        guard let text else { return }
        func refusal(_ text: Substring, _ remedy: String) -> RemediationError {
            RemediationError(.invalidInput, "\"\(text)\" \(remedy)", field: "--memory-choices")
        }
        var memory: [Int64] = []
        var seconds: [Double] = []
        for choice in text.split(separator: ",") {
            let parts = choice.split(separator: "/", maxSplits: 1)
            guard let bytes = parts.first.flatMap({ HumanUnits.parseBytes(String($0)) }) else {
                throw refusal(choice, "is not a size; write one such as 8GiB, or 8GiB/4h with the time that comes with it")
            }
            if parts.count > 1 {
                guard let time = HumanUnits.parseSeconds(String(parts[1])) else {
                    throw refusal(choice, "has no time such as 4h after the /")
                }
                seconds.append(time)
            }
            guard memory.last.map({ $0 < bytes }) ?? true, zip(seconds, seconds.dropFirst()).allSatisfy({ $0 <= $1 }) else {
                throw refusal(choice, "is less than the choice before it; write them in ascending order")
            }
            memory.append(bytes)
        }
        guard seconds.isEmpty || seconds.count == memory.count else {
            throw refusal(Substring(text), "gives a time with some choices only; give one with each or with none")
        }
        options.memoryChoices = memory
        options.timeChoices = seconds
    }
}
