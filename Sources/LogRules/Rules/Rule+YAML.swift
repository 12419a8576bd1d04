internal import Remediation
internal import Yams

extension Rule {
    /// A rule from the text of its file.
    ///
    /// - Throws: `RuleError` with the file and the line at fault: an unknown field, a missing one, a value of the wrong kind.
    package init(yaml: String, file: String) throws(RuleError) {
        let node: Node?
        do {
            node = try Yams.compose(yaml: yaml)
        } catch {
            throw RuleError(yaml: error, file: file)
        }
        guard let node else { throw RuleError(.invalid, "the file is empty", file: file) }
        let reader = try RuleReader(node, file: file)
        try reader.refuseOthers(than: [
            "id", "title", "status", "engine", "class", "retryable", "backoff", "weight", "references", "requires", "any", "all",
            "unless", "unless-line", "extract", "symptom-of", "examples",
        ])
        id = try reader.text("id")
        title = try reader.text("title")
        status = try reader.choice("status", RuleStatus.init(rawValue:), of: RuleStatus.allCases.map(\.rawValue))
        engine = try reader.text("engine")
        failureClass = try reader.choice("class", FailureClass.init(rawValue:), of: FailureClass.all.map(\.rawValue))
        retryable = try reader.choice("retryable", Retryability.init(rawValue:), of: Retryability.allCases.map(\.rawValue))
        backoffSeconds = try reader.seconds("backoff")
        weight = try reader.wholeNumber("weight", in: 0...100) ?? 50
        references = try reader.texts("references")
        requires = try reader.child("requires").map(RuleRequirements.init(reader:)) ?? RuleRequirements()
        any = try reader.patterns("any")
        all = try reader.patterns("all")
        unless = try reader.patterns("unless")
        unlessLine = try reader.patterns("unless-line")
        extract = try reader.children("extract").map(FactExtraction.init(reader:))
        symptomOf = try reader.texts("symptom-of")
        matching = []
        notMatching = []
        if let examples = try reader.child("examples") {
            try examples.refuseOthers(than: ["match", "no-match"])
            matching = try examples.examples("match", negative: false)
            notMatching = try examples.examples("no-match", negative: true)
        }
        self.file = file
        text = yaml
        try checkNames(reader)
    }

    private func checkNames(_ reader: RuleReader) throws(RuleError) {
        let name = file.split(separator: "/").last.map { String($0.dropLast(".yaml".count)) } ?? ""
        guard id == name else { throw reader.error("id", "the identifier \(id) must be the file's name, \(name)") }
        guard !id.isEmpty, id.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }) else {
            throw reader.error("id", "the identifier must be in kebab case: lower-case letters, digits and hyphens")
        }
        if file.contains("/"), let folder = file.split(separator: "/").first, engine != folder {
            throw reader.error("engine", "the engine \(engine) must be the folder's name, \(folder)")
        }
        guard hasPatterns || !requires.isEmpty else {
            throw reader.error("any", "the rule looks at nothing; give it `any`, `all` or `requires`")
        }
    }
}

extension RuleError {
    init(yaml error: any Error, file: String) {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            self.init(.invalid, "this is not YAML: \(problem)", file: file, line: mark.line)
        case .duplicatedKeysInMapping(let names, let context):
            self.init(.invalid, "written twice: \(names.sorted().joined(separator: ", "))", file: file, line: context.mark.line)
        default:
            self.init(.invalid, "this is not YAML", file: file)
        }
    }
}

extension RuleRequirements {
    init(reader: RuleReader) throws(RuleError) {
        self.init()
        try reader.refuseOthers(than: ["exit-status", "signal", "scheduler-state", "pod-reason"])
        exitStatus = try reader.wholeNumbers("exit-status")
        var signals: [Int] = []
        for name in try reader.texts("signal") {
            guard let signal = Signal(name: name) else { throw reader.error("signal", "\(name) is not a signal; write SIGKILL or 9") }
            signals.append(signal.number)
        }
        signal = signals
        schedulerState = try reader.texts("scheduler-state")
        podReason = try reader.texts("pod-reason")
    }
}

extension FactExtraction {
    init(reader: RuleReader) throws(RuleError) {
        try reader.refuseOthers(than: ["fact", "pattern", "unit"])
        fact = try reader.text("fact")
        pattern = try reader.pattern("pattern")
        unit = try reader.choice("unit", Unit.init(rawValue:), of: Unit.allCases.map(\.rawValue))
        guard pattern.text.contains("(?<value>") else {
            throw reader.error("pattern", "the pattern needs a group named value: (?<value>...)")
        }
    }
}
