internal import Remediation
internal import Yams

/// Reads the fields of one mapping of a rule file, strictly, with the file and line for every complaint.
struct RuleReader {
    private let mapping: Node.Mapping
    private let file: String
    private let line: Int?

    init(_ node: Node, file: String) throws(RuleError) {
        guard let mapping = node.mapping else {
            throw RuleError(.invalid, "expected fields (`name: value`)", file: file, line: node.mark?.line)
        }
        self.mapping = mapping
        self.file = file
        line = node.mark?.line
    }

    /// An error at the field `key`, or at the mapping when the field is missing.
    func error(_ key: String, _ message: String, code: RuleError.Code = .invalid) -> RuleError {
        RuleError(code, "\(key): \(message)", file: file, line: mapping[Node(key)]?.mark?.line ?? line)
    }

    func refuseOthers(than known: Set<String>) throws(RuleError) {
        for (key, _) in mapping {
            let name = key.string ?? "?"
            guard known.contains(name) else {
                throw RuleError(
                    .unknownField,
                    "unknown field \"\(name)\"; the fields are \(known.sorted().joined(separator: ", "))",
                    file: file,
                    line: key.mark?.line ?? line
                )
            }
        }
    }

    func node(_ key: String) -> Node? {
        guard let node = mapping[Node(key)], node.null == nil || node.scalar?.style == .doubleQuoted else { return nil }
        return node
    }

    func text(_ key: String) throws(RuleError) -> String {
        guard let node = node(key) else { throw error(key, "required field is missing") }
        guard let text = node.scalar?.string, !text.isEmpty else { throw error(key, "must be text that is not empty") }
        return text
    }

    func choice<Value>(_ key: String, _ make: (String) -> Value?, of names: [String]) throws(RuleError) -> Value {
        let name = try text(key)
        guard let value = make(name) else {
            throw error(key, "\"\(name)\" is not one of \(names.joined(separator: ", "))")
        }
        return value
    }

    func texts(_ key: String) throws(RuleError) -> [String] {
        guard let node = node(key) else { return [] }
        guard let sequence = node.sequence else { throw error(key, "must be a list") }
        var texts: [String] = []
        for item in sequence {
            guard let text = item.scalar?.string, !text.isEmpty else {
                throw RuleError(.invalid, "\(key): every item must be text that is not empty", file: file, line: item.mark?.line)
            }
            texts.append(text)
        }
        return texts
    }

    func wholeNumber(_ key: String, in range: ClosedRange<Int>) throws(RuleError) -> Int? {
        guard let node = node(key) else { return nil }
        guard let value = node.int, range.contains(value) else {
            throw error(key, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func wholeNumbers(_ key: String) throws(RuleError) -> [Int] {
        try texts(key).map { text throws(RuleError) in
            guard let value = Int(text) else { throw error(key, "\(text) is not a whole number") }
            return value
        }
    }

    /// Seconds, at most a day of them, written as a number or with `s`, `m` or `h` behind it.
    func seconds(_ key: String) throws(RuleError) -> Double? {
        guard let node = node(key) else { return nil }
        let factors: [Character: Double] = ["s": 1, "m": 60, "h": 3_600]
        let text = node.scalar?.string ?? ""
        let factor = text.last.flatMap { factors[$0] }
        let digits = factor == nil ? text[...] : text.dropLast()
        guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".") }),
            let number = Double(digits), number * (factor ?? 1) <= 86_400
        else {
            throw error(key, "must be a time of at most a day, such as 30s, 5m or 1h")
        }
        return number * (factor ?? 1)
    }

    func pattern(_ key: String) throws(RuleError) -> RulePattern {
        RulePattern(try text(key), line: node(key)?.mark?.line ?? 0)
    }

    func patterns(_ key: String) throws(RuleError) -> [RulePattern] {
        guard let node = node(key) else { return [] }
        guard let sequence = node.sequence else { throw error(key, "must be a list of patterns") }
        var patterns: [RulePattern] = []
        for item in sequence {
            guard let text = item.scalar?.string, !text.isEmpty else {
                throw RuleError(.invalid, "\(key): every pattern must be text that is not empty", file: file, line: item.mark?.line)
            }
            patterns.append(RulePattern(text, line: item.mark?.line ?? 0))
        }
        return patterns
    }

    func child(_ key: String) throws(RuleError) -> RuleReader? {
        guard let node = node(key) else { return nil }
        return try RuleReader(node, file: file)
    }

    func children(_ key: String) throws(RuleError) -> [RuleReader] {
        guard let node = node(key) else { return [] }
        guard let sequence = node.sequence else { throw error(key, "must be a list") }
        var readers: [RuleReader] = []
        for item in sequence { readers.append(try RuleReader(item, file: file)) }
        return readers
    }

    func examples(_ key: String, negative: Bool) throws(RuleError) -> [RuleExample] {
        guard let node = node(key) else { return [] }
        guard let sequence = node.sequence else { throw error(key, "must be a list of examples") }
        var examples: [RuleExample] = []
        for item in sequence {
            let line = item.mark?.line ?? 0
            if let text = item.scalar?.string, !negative {
                examples.append(RuleExample(evidence: FailureEvidence(log: text), line: line))
            } else {
                examples.append(try RuleReader(item, file: file).example(negative: negative, line: line))
            }
        }
        return examples
    }

    private func example(negative: Bool, line: Int) throws(RuleError) -> RuleExample {
        try refuseOthers(than: ["log", "exitCode", "signal", "schedulerState", "podReason", "engine", "because"])
        var evidence = FailureEvidence(log: node("log")?.scalar?.string ?? "")
        evidence.exitCode = try wholeNumber("exitCode", in: -1_000_000...1_000_000)
        if let name = node("signal")?.scalar?.string {
            guard let signal = Signal(name: name) else { throw error("signal", "\(name) is not a signal; write SIGKILL or 9") }
            evidence.signal = signal
        }
        evidence.schedulerState = node("schedulerState")?.scalar?.string
        evidence.engine = node("engine")?.scalar?.string
        if let reason = node("podReason")?.scalar?.string {
            evidence.podStatus = .object(["reason": .string(reason)])
        }
        let because = node("because")?.scalar?.string
        if negative, because == nil { throw error("because", "required field is missing: say why the rule must not match") }
        return RuleExample(evidence: evidence, because: because, line: line)
    }
}
