package import Remediation

/// The answer to a `FleetPlanRequest`, with the proven distance to the best plan there is.
package struct FleetPlan: Hashable, Sendable, Codable {
    /// What one job gets.
    package struct Choice: Hashable, Sendable, Codable {
        /// The request's identifier.
        package var id: String?
        /// The job's name.
        package var job: String
        /// The configuration with its odds and price; nil for a job that waits.
        package var run: LadderRung?
        /// Why it waits, of one that does.
        package var reason: String?
    }

    /// One choice a job, in the order of the request.
    package var choices: [Choice]
    /// How many jobs run.
    package var running: Int
    /// The expected value of the plan less its cost, in USD.
    package var valueUSD: Double
    /// What no plan can exceed, in USD.
    package var upperBoundUSD: Double
    /// The proven distance to the best plan, as a share of the bound, from 0 to 1.
    package var relativeGap: Double
    /// What the plan uses.
    package var used: FleetPlanRequest.Capacity
    /// What one more byte, core or dollar would be worth, in USD.
    package var prices: FleetPlanRequest.Capacity
}
