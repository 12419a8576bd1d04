/// Groups lines by template as Drain does: a tree over length and first words, then the most similar group.
///
/// He, Zhu, Zheng, Lyu: "Drain: an online log parsing approach with fixed depth tree", ICWS 2017.
package struct TemplateMiner: Sendable {
    /// Lines of one template.
    package struct Group: Sendable {
        /// The words; `<*>` where they differ.
        package fileprivate(set) var template: [String]
        /// The positions of the lines, in the order given.
        package fileprivate(set) var members: [Int]
    }

    /// How many leading words lead to a leaf.
    private static let depth = 2
    /// How many words must be equal for a line to join a group, as a share.
    private static let similarity = 0.5

    /// The groups, in the order of their first lines.
    package private(set) var groups: [Group] = []
    private var leaves: [String: [Int]] = [:]
    private var count = 0

    /// No lines yet.
    package init() {}

    /// Takes a line in.
    ///
    /// - Returns: the index of its group.
    @discardableResult
    package mutating func add(_ line: String) -> Int {
        let words = Self.words(of: line)
        let member = count
        count += 1
        let key = "\(words.count) " + words.prefix(Self.depth).joined(separator: " ")
        var best: (group: Int, score: Double)?
        for group in leaves[key] ?? [] {
            let score = Self.score(groups[group].template, words)
            if score >= Self.similarity, score > best?.score ?? 0 { best = (group, score) }
        }
        if let best {
            groups[best.group].template = zip(groups[best.group].template, words).map { $0 == $1 ? $0 : "<*>" }
            groups[best.group].members.append(member)
            return best.group
        }
        groups.append(Group(template: words, members: [member]))
        leaves[key, default: []].append(groups.count - 1)
        return groups.count - 1
    }

    private static func score(_ template: [String], _ words: [String]) -> Double {
        guard template.count == words.count, !words.isEmpty else { return template.count == words.count ? 1 : 0 }
        return Double(zip(template, words).count { $0 == $1 && $0 != "<*>" }) / Double(words.count)
    }

    /// The words of a line, at most 60; those that hold digits or look like paths are wildcards from the start.
    static func words(of line: String) -> [String] {
        line.split(whereSeparator: { $0 == " " || $0 == "\t" }).prefix(60).map { word in
            let isVariable = word.contains(where: \.isNumber) || word.count { $0 == "/" } > 1 || word.contains("@")
            return isVariable ? "<*>" : String(word)
        }
    }
}
