import Remediation
import RemediationTesting
import Testing

@Suite struct BackoffTests {
    @Test func theBoundDoublesUpToTheCap() {
        let backoff = Backoff(baseSeconds: 2, capSeconds: 60)
        #expect((1...8).map { backoff.boundSeconds(afterTries: $0) } == [2, 4, 8, 16, 32, 60, 60, 60])
        #expect(backoff.boundSeconds(afterTries: 0) == 2)
        #expect(backoff.boundSeconds(afterTries: .min) == 2)
        #expect(backoff.boundSeconds(afterTries: .max) == 60)
    }

    @Test func waitsAreSpreadEvenlyFromZeroToTheBound() {
        let backoff = Backoff(baseSeconds: 2, capSeconds: 60)
        var generator = SplitMix64(seed: 7)
        for tries in 1...7 {
            let bound = backoff.boundSeconds(afterTries: tries)
            let waits = (0..<10_000).map { _ in backoff.seconds(afterTries: tries, using: &generator) }
            #expect(waits.allSatisfy { (0..<bound).contains($0) })
            // The mean of 10,000 uniform draws has a standard error of 0.3% of the bound.
            let mean = waits.reduce(0, +) / 10_000
            #expect(abs(mean / bound - 0.5) < 0.015)
            #expect(Double(waits.count { $0 < bound / 4 }) / 10_000 - 0.25 < 0.02)
        }
    }

    @Test func theSameSeedGivesTheSameWaits() {
        func waits(_ seed: UInt64) -> [Double] {
            var generator = SplitMix64(seed: seed)
            return (1...20).map { Backoff().seconds(afterTries: $0, using: &generator) }
        }
        #expect(waits(1) == waits(1))
        #expect(waits(1) != waits(2))
    }

    @Test func theSchedulersWishIsALowerBound() {
        var generator = SplitMix64(seed: 3)
        for _ in 0..<1_000 {
            let wait = Backoff().seconds(afterTries: 1, retryAfterSeconds: 30, using: &generator)
            #expect((30..<32).contains(wait))
        }
        for nonsense in [Double.nan, .infinity, -1] {
            #expect(Backoff().seconds(afterTries: 1, retryAfterSeconds: nonsense, using: &generator) < 2)
        }
    }

    @Test func nonsenseIsTamed() {
        for (base, cap) in [(0.0, 0.0), (-1, 5), (.nan, .nan), (.infinity, 1), (10, 1)] {
            let backoff = Backoff(baseSeconds: base, capSeconds: cap)
            var generator = SplitMix64(seed: 1)
            let wait = backoff.seconds(afterTries: 5, using: &generator)
            #expect(wait >= 0 && wait.isFinite)
        }
    }
}
