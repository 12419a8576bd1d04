import Foundation
import Remediation
import RemediationEngine
import RemediationTesting
import Testing

/// A month of failures as they come by day and night, with and without storms.
@Suite struct IncidentDetectorTests {
    private static let day: Int64 = 1_440
    private static let start = Timestamp(milliseconds: 1_795_000_000_000).minute / day * day

    /// Counts by chance around a mean that follows the day, with a nightly peak of batch jobs.
    private struct Rhythm {
        var generator: SplitMix64
        let mean: Double
        let kind: (failureClass: String, engine: String, host: String)

        /// The mean of one minute: up to 1.9 of the average in the afternoon, and four times it in the hour after 2 a.m.
        func rate(_ minute: Int64) -> Double {
            let time = Double(minute % day)
            let wave = 1 + 0.9 * sin((time / Double(day) - 0.4) * 2 * .pi)
            return mean * (wave + ((120..<180).contains(time) ? 3 : 0))
        }

        /// Knuth's way, fine for small means.
        mutating func draw(_ mean: Double) -> Int {
            var product = 1.0
            var count = -1
            let limit = exp(-mean)
            repeat {
                product *= Double(generator.next() >> 11) * 0x1p-53
                count += 1
            } while product > limit
            return count
        }

        mutating func counts(_ minutes: ClosedRange<Int64>, storm: (ClosedRange<Int64>, Double)? = nil) -> [FailureCount] {
            minutes.compactMap { minute in
                var number = draw(rate(minute))
                if let storm, storm.0.contains(minute) { number += draw(storm.1) }
                return number == 0
                    ? nil
                    : FailureCount(
                        minute: minute,
                        failureClass: kind.failureClass,
                        engine: kind.engine,
                        host: kind.host,
                        count: number
                    )
            }
        }
    }

    private func rhythm(_ seed: UInt64, mean: Double, _ failureClass: String = "network.dns") -> Rhythm {
        Rhythm(generator: SplitMix64(seed: seed), mean: mean, kind: (failureClass, "slurm", ""))
    }

    /// The counts of one range of minutes, from counts by minute.
    private func select(_ byMinute: [Int64: [FailureCount]], _ ranges: [ClosedRange<Int64>]) -> [FailureCount] {
        ranges.flatMap { $0.flatMap { byMinute[$0] ?? [] } }
    }

    @Test(arguments: [0.02, 0.3, 2.0, 12.0])
    func aDailyRhythmRaisesNoAlarm(mean: Double) {
        let detector = IncidentDetector()
        var alarms = 0
        for seed in 1...2 {
            var rhythm = rhythm(UInt64(seed), mean: mean)
            let last = Self.start + 15 * Self.day
            let byMinute = Dictionary(grouping: rhythm.counts(Self.start...last), by: \.minute)
            // A day; every other minute, for windows overlap.
            for minute in stride(from: last - Self.day, through: last, by: 2) {
                let counts = select(byMinute, detector.ranges(endingAt: minute))
                let verdict = detector.verdict(on: counts, endingAt: minute, knownSince: Self.start, open: [])
                alarms += verdict.opening.isEmpty ? 0 : 1
            }
        }
        #expect(alarms == 0, "false alarms in two days at \(mean) failures a minute")
    }

    @Test(arguments: [(0.02, 8.0), (0.3, 8.0), (2.0, 20.0), (12.0, 120.0)])
    func aStormIsFoundWithinMinutesAndEnds(mean: Double, storm: Double) throws {
        let detector = IncidentDetector()
        let kind = IncidentDetector.Kind(.failureClass, "network.dns")
        for seed in 1...4 {
            var rhythm = rhythm(UInt64(seed), mean: mean)
            // At different times of day, the nightly peak included.
            let begin = Self.start + 15 * Self.day + Int64(seed) * 310 - 180
            let last = begin + 60
            let byMinute = Dictionary(grouping: rhythm.counts(Self.start...last, storm: (begin...(begin + 29), storm)), by: \.minute)
            var opened: Int64?
            var closed: Int64?
            for minute in (begin - 30)...last {
                let counts = select(byMinute, detector.ranges(endingAt: minute))
                let open: Set<IncidentDetector.Kind> = opened != nil && closed == nil ? [kind] : []
                let verdict = detector.verdict(on: counts, endingAt: minute, knownSince: Self.start, open: open)
                if verdict.opening[kind] != nil { opened = opened ?? minute }
                if verdict.closing.contains(kind) { closed = closed ?? minute }
            }
            let found = try #require(opened, "seed \(seed), mean \(mean): the storm was not found")
            #expect((0...5).contains(found - begin), "seed \(seed), mean \(mean): found after \(found - begin) minutes")
            let end = try #require(closed, "seed \(seed), mean \(mean): the incident did not end")
            // Not while it storms, and soon after the window and ten calm minutes.
            #expect((10...16).contains(end - (begin + 29)), "seed \(seed), mean \(mean): ended \(end - begin - 29) minutes after the storm")
        }
    }

    @Test func aStormOfOneClassIsOneIncident() {
        let detector = IncidentDetector()
        let minute = Self.start + 5 * Self.day
        var counts: [FailureCount] = []
        for back in 0..<Int64(10) {
            for host in ["n1", "n2"] {
                counts.append(FailureCount(minute: minute - back, failureClass: "network.dns", engine: "slurm", host: host, count: 30))
            }
            counts.append(FailureCount(minute: minute - back, failureClass: "disk.no_space", engine: "slurm", host: "n1", count: 1))
        }
        let first = detector.verdict(on: counts, endingAt: minute, knownSince: Self.start, open: [])
        #expect(Array(first.opening.keys) == [IncidentDetector.Kind(.failureClass, "network.dns")])
        let next = detector.verdict(on: counts, endingAt: minute, knownSince: Self.start, open: Set(first.opening.keys))
        #expect(next.opening.isEmpty)
        #expect(next.closing.isEmpty)
    }

    @Test func aBrokenHostIsFoundThoughEveryClassIsQuiet() {
        let minute = Self.start + 5 * Self.day
        let classes = ["network.dns", "disk.no_space", "platform.node_lost", "network.tls", "data.not_found", "other.unknown"]
        var counts: [FailureCount] = []
        for back in 0..<Int64(10) {
            for (number, name) in classes.enumerated() {
                let engine = ["slurm", "spark", "airflow"][number % 3]
                counts.append(FailureCount(minute: minute - back, failureClass: name, engine: engine, host: "n7", count: 3))
            }
        }
        // Each class has 15 in five minutes and each engine 30; the host has 90.
        let detector = IncidentDetector(IncidentOptions(floor: 25))
        let verdict = detector.verdict(on: counts, endingAt: minute, knownSince: minute - 100, open: [])
        #expect(Array(verdict.opening.keys) == [IncidentDetector.Kind(.host, "n7")])
        #expect(verdict.opening.values.first?.observed == 90)
    }

    @Test func whatIsOpenAndSilentIsClosed() {
        let kind = IncidentDetector.Kind(.engine, "spark")
        let verdict = IncidentDetector().verdict(on: [], endingAt: Self.start + 9 * Self.day, knownSince: Self.start, open: [kind])
        #expect(verdict.closing == [kind])
    }
}
