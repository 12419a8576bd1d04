internal import Remediation

/// A retry ladder as a table.
struct LadderView {
    /// One attempt to make.
    struct Rung {
        let number: Int
        let memory: String
        let cpus: String
        /// What else the rungs of the ladder name; empty where they name nothing.
        let beside: String
        let probability: String
        let percent: String
        let cost: String
        let time: String
        let target: Bool
    }

    let rungs: [Rung]
    /// Whether any rung names more than memory and cores.
    let hasBeside: Bool

    private static func beside(_ resources: Resources) -> String {
        [
            resources.memoryOverheadBytes.map { "\(HumanUnits.bytes($0)) overhead" },
            resources.diskBytes.map { "\(HumanUnits.bytes($0)) disk" },
            resources.timeLimitSeconds.map { "limit \(HumanUnits.seconds($0))" },
            resources.concurrency.map { "\($0) \($0 == 1 ? "task" : "tasks") a worker" },
        ].compactMap(\.self).joined(separator: ", ")
    }

    init?(_ ladder: [LadderRung]) {
        guard !ladder.isEmpty else { return nil }
        hasBeside = ladder.contains { !Self.beside($0.resources).isEmpty }
        rungs = ladder.enumerated().map { index, rung in
            Rung(
                number: index + 1,
                memory: HumanUnits.bytes(rung.resources.memoryBytes),
                cpus: HumanUnits.number(rung.resources.cpus),
                beside: Self.beside(rung.resources),
                probability: DisplayText.percent(rung.successProbability),
                percent: DisplayText.barWidth(rung.successProbability),
                cost: HumanUnits.dollars(rung.expectedCostUSD),
                time: rung.expectedSeconds.map(HumanUnits.seconds) ?? "–",
                target: index == 0
            )
        }
    }
}
