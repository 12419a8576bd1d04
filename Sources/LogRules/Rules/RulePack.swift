internal import FoundationEssentials

/// A folder of rules, read and checked: the unit that is compiled, versioned and swapped.
public struct RulePack: Sendable {
    /// The rules, by identifier.
    package var rules: [Rule]
    /// A hash of every rule file: the same files give the same version.
    public var version: String
    /// Precision of rules as measured on labelled logs, by identifier.
    package var precision: [String: RulePrecision]

    /// A pack of `rules`.
    package init(rules: [Rule], version: String, precision: [String: RulePrecision] = [:]) {
        self.rules = rules
        self.version = version
        self.precision = precision
    }

    /// How many rules there are.
    public var count: Int { rules.count }

    /// Reads `rules/<engine>/<id>.yaml` under `directory`, and `precision.json` beside the engines' folders if it is there.
    ///
    /// - Throws: `RuleError` of the first file at fault, in the order of their names.
    public static func load(directory: String) throws(RuleError) -> RulePack {
        let (pack, errors) = try read(directory: directory)
        if let first = errors.first { throw first }
        return pack
    }

    /// Reads every rule that can be read, and says what is wrong with the others.
    ///
    /// - Throws: `RuleError` when the folder itself cannot be read.
    package static func read(directory: String) throws(RuleError) -> (pack: RulePack, errors: [RuleError]) {
        var hash = FNV1a()
        var rules: [Rule] = []
        var errors: [RuleError] = []
        var fileByID: [String: String] = [:]
        for file in try ruleFiles(in: directory) {
            guard let data = FileManager.default.contents(atPath: directory + "/" + file) else {
                errors.append(RuleError(.unreadable, "the file cannot be read; check its permissions", file: file))
                continue
            }
            hash.combine(Array(file.utf8))
            hash.combine(data)
            do throws(RuleError) {
                let rule = try Rule(yaml: String(decoding: data, as: UTF8.self), file: file)
                if let other = fileByID.updateValue(file, forKey: rule.id) {
                    throw RuleError(.duplicate, "the identifier \(rule.id) is also in \(other); rename one of the two", file: file)
                }
                rules.append(rule)
            } catch {
                errors.append(error)
            }
        }
        if rules.isEmpty, errors.isEmpty {
            throw RuleError(.unreadable, "no rule files (<engine>/<id>.yaml) in this folder; name another with --rules", file: directory)
        }
        rules.sort { $0.id < $1.id }
        let precision = try RulePrecision.load(directory: directory)
        return (RulePack(rules: rules, version: hash.text, precision: precision), errors)
    }

    /// The rule files under `directory`, relative to it, in order.
    static func ruleFiles(in directory: String) throws(RuleError) -> [String] {
        let manager = FileManager.default
        let engines: [String]
        do {
            engines = try manager.contentsOfDirectory(atPath: directory).filter { !$0.hasPrefix(".") }.sorted()
        } catch {
            throw RuleError(.unreadable, "the rules folder cannot be read; name one with --rules", file: directory)
        }
        var files: [String] = []
        for engine in engines {
            guard let names = try? manager.contentsOfDirectory(atPath: directory + "/" + engine) else { continue }
            files += names.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.sorted().map { engine + "/" + $0 }
        }
        return files
    }
}
