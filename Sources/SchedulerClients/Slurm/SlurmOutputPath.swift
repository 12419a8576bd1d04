/// Where a job's output went: Slurm's record holds the pattern as submitted, and none at all when the user gave none.
struct SlurmOutputPath {
    let record: SlurmJobRecord

    /// Standard output and error, in this order, each once; empty when the record does not tell.
    var paths: [String] {
        // Without -o, and only of batch jobs, Slurm writes slurm-%j.out (slurm-%A_%a.out of an array) where sbatch ran.
        let fallback = record.script == nil ? nil : record.arrayTaskId == nil ? "slurm-%j.out" : "slurm-%A_%a.out"
        let output = record.standardOutput ?? fallback
        // Without -e, both go to one file.
        return [output, record.standardError].compactMap { $0.flatMap(expand) }
            .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The path of `pattern`, absolute; nil when it cannot be made.
    func expand(_ pattern: String) -> String? {
        var path = ""
        var rest = pattern[...]
        // A backslash switches the patterns off, as sbatch documents.
        let isLiteral = rest.first == "\\"
        if isLiteral { rest = rest.dropFirst() }
        while let character = rest.popFirst() {
            guard character == "%", !isLiteral else {
                path.append(character)
                continue
            }
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            guard let kind = rest.popFirst() else { return nil }
            guard kind != "%" else {
                path.append("%")
                continue
            }
            guard let value = value(of: kind) else { return nil }
            // %4j pads a number with zeros; ten digits are the most that Slurm takes.
            let width = min(Int(digits) ?? 0, 10)
            path += (Int(value) == nil ? "" : String(repeating: "0", count: max(0, width - value.count))) + value
        }
        guard !path.isEmpty else { return nil }
        if path.hasPrefix("/") { return path }
        return record.workingDirectory.map { "\($0)/\(path)" }
    }

    private func value(of kind: Character) -> String? {
        switch kind {
        case "j", "J": String(record.jobId)
        case "A": String(record.arrayJobId.flatMap { $0 > 0 ? $0 : nil } ?? record.jobId)
        case "a": String(record.arrayTaskId ?? 4_294_967_294)
        case "b": String((record.arrayTaskId ?? 4_294_967_294) % 10)
        case "x": record.jobName
        case "u": record.userName
        case "N": record.nodes.map { String($0.prefix { $0 != "," && $0 != "[" }) }
        case "n", "t": "0"
        case "s": "batch"
        default: nil
        }
    }
}
