/// The chance of success of a job of few runs, by counts in all its groups: from the widest to the narrowest, each leaning on the one before.
///
/// The narrowest group knows the job best and has the fewest runs; sixteen runs of a group weigh as much as all that wider ones say
/// (a Dirichlet prior handed down a chain).
package struct SiblingChain: Sendable {
    /// Runs of a group that weigh as much as the groups before it.
    static let strength = 16.0
    /// The share of the answer that stays with what the chain started from: no count of runs makes a surprise impossible.
    static let doubt = 0.03

    /// Groups that hold a run with a known need, widest first.
    private let groups: [JobHistory]

    /// The chain of a job's groups; nil if none holds anything.
    package init?(_ histories: [JobHistory]) {
        let known = histories.filter { $0.count > 0 }
        guard !known.isEmpty else { return nil }
        // Of two groups of one size the later key is the narrower.
        groups = known.enumerated().sorted { (-$0.element.successes, $0.offset) < (-$1.element.successes, $1.offset) }.map(\.element)
    }

    /// The chance that a need is at most `logLimit`, which was `start` before any group was asked.
    ///
    /// It never falls with the limit if `start` does not.
    package func chance(at logLimit: Double, from start: Double) -> Double {
        var chance = start
        for group in groups {
            let under = Double(group.sortedNeeds.lowerBound(logLimit.nextUp))
            // Limits that ran out at or above this one and were never explained.
            let exceeded = Double(group.openLimits.count - group.openLimits.lowerBound(logLimit))
            chance = (Self.strength * chance + under) / (Self.strength + Double(group.count) + exceeded)
        }
        return Self.doubt * start + (1 - Self.doubt) * chance
    }

    /// Expected seconds of a run that succeeds, which were `start` before any group was asked.
    ///
    /// The mean of the seconds themselves and not of their logarithms: what a job costs hangs on its few long runs.
    func seconds(from start: Double) -> Double {
        groups.reduce(start) { seconds, group in
            (Self.strength * seconds + group.logSeconds.w) / (Self.strength + group.logSeconds.z)
        }
    }

    /// The share of a run's seconds that a failing attempt takes, which was `start` before any group was asked.
    func failureShare(from start: Double) -> Double {
        groups.reduce(start) { share, group in
            (Self.strength * share + group.failureTime.x) / (Self.strength + group.failureTime.y)
        }
    }
}
