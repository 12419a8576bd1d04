package import Remediation
internal import RetryForecast

/// The whole of Mulligan under replay: model, history, search and ladder, asked anew after every failure.
package struct MulliganPolicy: ReplayPolicy {
    package let name = "mulligan"
    package private(set) var lastChance: Double?
    private let advisor: Advisor
    private var book: HistoryBook

    /// A policy that starts without history.
    package init(advisor: Advisor) {
        self.advisor = advisor
        book = HistoryBook(couplesTime: advisor.options.couplesTime)
    }

    package mutating func ladder(for request: AdviceRequest) -> [Int64] {
        let ladder = advisor.advise(request, history: book, withFront: false).ladder
        lastChance = ladder.first?.successProbability
        return ladder.map(\.resources.containerBytes)
    }

    package mutating func learn(_ attempt: Attempt) { book.learn(attempt) }
}
