/// The texts that Hyperscan looks for, and the patterns that each one may begin.
struct LiteralIndex: Sendable {
    let database: HyperscanDatabase
    /// For each expression of the database, the patterns that a line with it may match.
    let patterns: [[Int32]]

    /// An index of `prefilters`, the patterns as they apply to raw lines.
    ///
    /// - Throws: `HyperscanDatabase.Failure` whose index is that of the pattern at fault.
    init(_ prefilters: [String]) throws(HyperscanDatabase.Failure) {
        var expressions: [HyperscanDatabase.Expression] = []
        var patterns: [[Int32]] = []
        var indexByExpression: [HyperscanDatabase.Expression: Int] = [:]
        func add(_ expression: HyperscanDatabase.Expression, for pattern: Int) {
            if let index = indexByExpression[expression] {
                if patterns[index].last != Int32(pattern) { patterns[index].append(Int32(pattern)) }
            } else {
                indexByExpression[expression] = expressions.count
                expressions.append(expression)
                patterns.append([Int32(pattern)])
            }
        }
        for (pattern, text) in prefilters.enumerated() {
            let ignoresCase = text.contains("(?i)")
            for branch in RequiredLiterals.branches(of: text) {
                if let literals = branch.literals {
                    for literal in literals { add(.literal(literal), for: pattern) }
                } else {
                    add(.loosened(branch.text, ignoresCase: ignoresCase), for: pattern)
                }
            }
        }
        self.patterns = patterns
        do throws(HyperscanDatabase.Failure) {
            database = try HyperscanDatabase(expressions)
        } catch {
            throw HyperscanDatabase.Failure(index: error.index.flatMap { patterns[$0].first.map(Int.init) }, message: error.message)
        }
    }
}
