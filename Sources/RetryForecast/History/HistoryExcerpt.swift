package import Remediation

/// What a book knows that bears on one question, as it was at one moment: little enough to be taken out of the book's lock.
package struct HistoryExcerpt: Sendable {
    /// The job's own history.
    package let own: JobHistory
    /// The histories of the job's groups, widest first; empty where the job has runs enough of its own.
    package let siblings: [JobHistory]
    private let outcomes: RetryOutcomes.Counts

    init(own: JobHistory, siblings: [JobHistory], outcomes: RetryOutcomes.Counts) {
        self.own = own
        self.siblings = siblings
        self.outcomes = outcomes
    }

    /// What is believed of another try after a failure of this class.
    package func belief(_ failureClass: FailureClass) -> RetryBelief { outcomes.belief(failureClass) }

    /// Whether nothing at all speaks of the size of the job: no run of its own or of a relative.
    package var isEmpty: Bool { own.count == 0 && siblings.allSatisfy { $0.count == 0 } }
}
