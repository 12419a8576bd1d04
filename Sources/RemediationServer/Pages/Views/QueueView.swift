internal import Remediation

/// The queue page.
struct QueueView {
    /// A figure at the top that leads to its list.
    struct Tile {
        let number: String
        let label: String
        let href: String
        let tone: String
    }

    /// An option of a filter.
    struct Choice {
        let value: String
        let label: String
        let selected: Bool
    }

    /// A table of failures under a heading.
    struct List {
        let anchor: String
        let heading: String
        let count: String?
        let rows: [FailureRow]
        let empty: String?
        let older: String?
        /// Whether there is a form that decides what is ticked.
        let bulk: Bool

        init(anchor: String, heading: String, count: String?, rows: [FailureRow], empty: String?, older: String?, mayDecide: Bool) {
            self.anchor = anchor
            self.heading = heading
            self.count = count
            self.rows = rows
            self.empty = empty
            self.older = older
            bulk = mayDecide && rows.contains { $0.tick != nil }
        }
    }

    let page: PageView
    let tiles: [Tile]
    let states: [Choice]
    let classes: [Choice]
    let engine: String
    let job: String
    let filtered: Bool
    let lists: [List]

    init(page: PageView, counts: StoreCounts, filter: FailureFilter, lists: [List]) {
        self.page = page
        self.lists = lists
        engine = filter.engine ?? ""
        job = filter.job ?? ""
        filtered = filter != FailureFilter()
        states =
            [Choice(value: "", label: "any", selected: filter.state == nil)]
            + RecommendationState.allCases.map {
                Choice(value: $0.rawValue, label: DisplayText.state($0), selected: filter.state == $0)
            }
        classes =
            [Choice(value: "", label: "any", selected: filter.failureClass == nil)]
            + FailureClass.all.map { Choice(value: $0.rawValue, label: $0.rawValue, selected: filter.failureClass == $0) }
        func number(_ states: [RecommendationState]) -> Int { states.reduce(0) { $0 + (counts.recommendationsByState[$1.rawValue] ?? 0) } }
        func tile(_ label: String, _ state: RecommendationState, tone: String) -> Tile {
            Tile(number: String(number([state])), label: label, href: "/?state=\(state.rawValue)", tone: tone)
        }
        tiles =
            counts.failures == 0
            ? []
            : [
                tile("waiting for a decision", .pending, tone: number([.pending]) > 0 ? "attention" : ""),
                tile("applied, outcome open", .applied, tone: ""),
                tile("succeeded after a retry", .succeeded, tone: "good"),
                tile("failed again", .failedAgain, tone: ""),
                tile("could not be applied", .applyFailed, tone: number([.applyFailed]) > 0 ? "bad" : ""),
                Tile(number: String(counts.failures), label: "failures in all", href: "/", tone: ""),
            ]
    }
}
