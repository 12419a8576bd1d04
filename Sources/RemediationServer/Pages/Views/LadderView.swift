internal import Remediation

/// A retry ladder as a table.
struct LadderView {
    /// One attempt to make.
    struct Rung {
        let number: Int
        let memory: String
        let cpus: String
        let probability: String
        let percent: String
        let cost: String
        let time: String
        let target: Bool
    }

    let rungs: [Rung]

    init?(_ ladder: [LadderRung]) {
        guard !ladder.isEmpty else { return nil }
        rungs = ladder.enumerated().map { index, rung in
            Rung(
                number: index + 1,
                memory: HumanUnits.bytes(rung.resources.memoryBytes),
                cpus: HumanUnits.number(rung.resources.cpus),
                probability: DisplayText.percent(rung.successProbability),
                percent: DisplayText.barWidth(rung.successProbability),
                cost: HumanUnits.dollars(rung.expectedCostUSD),
                time: rung.expectedSeconds.map(HumanUnits.seconds) ?? "–",
                target: index == 0
            )
        }
    }
}
