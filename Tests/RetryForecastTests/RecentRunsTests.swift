import Testing

@testable import RetryForecast

@Suite("Recent runs")
struct RecentRunsTests {
    @Test("the latest runs stay, the oldest go")
    func bound() {
        var runs = RecentRuns<Int>()
        let most = 2 * RecentRuns<Int>.least
        for number in 0..<(5 * most + 1) {
            runs["run \(number)"] = number
            runs["run \(number)"]? += 1
        }
        #expect(runs.count <= most)
        for number in (4 * most + most / 2 + 1)...(5 * most) { #expect(runs["run \(number)"] == number + 1) }
        #expect(runs["run 0"] == nil)
        runs["run \(5 * most)"] = nil
        #expect(runs["run \(5 * most)"] == nil)
    }
}
