internal import Remediation

/// A rule that holds for a failure, with its best line.
struct RuleFinding {
    /// The rule's index in the pack.
    let index: Int
    private let compiled: CompiledRule
    /// The best hit; nil for evidence that is not text.
    let hit: Hit?
    /// Lines that show it.
    let lines: LineRange?
    /// Where those lines stand in the log.
    let bytes: ByteRange?
    /// Every hit line, for facts.
    let hits: [Hit]
    /// Whether it belongs to the newest attempt in the log.
    let isNewest: Bool
    /// The rule's weight after what its line says of itself.
    let weight: Int

    /// The rule.
    var rule: Rule { _read { yield compiled.rule } }

    init(index: Int, rule: CompiledRule, hits: [Hit], attemptStart: Int, weight: Int) {
        self.index = index
        compiled = rule
        let best = hits.max { CauseOrder.isWeaker($0, than: $1, attemptStart: attemptStart) }
        hit = best
        self.hits = hits
        lines = best?.line.number.map { LineRange(first: $0, last: $0) }
        bytes = best?.line.place
        isNewest = best.map { $0.line.number == nil || $0.sequence > attemptStart } ?? true
        self.weight = weight
    }
}
