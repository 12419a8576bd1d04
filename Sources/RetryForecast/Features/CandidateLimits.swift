/// Limits worth a look for one question: fine where the chance of success moves, coarse beyond.
package struct CandidateLimits: Sendable {
    /// Natural logarithms of the limits in bytes, ascending and distinct.
    package let logLimits: [Double]

    static let steps: [Double] = [-1.5, -0.7, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6.5, 8, 11, 15]
    static let ratios: [Double] = [
        -0.05, -0.01, 0.0005, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.3, 0.5, 0.7, 1, 1.4, 2, 3, 4,
    ]

    /// The candidates about the fits of one question.
    package init(_ features: AttemptFeatures) {
        var limits: [Double] = []
        limits.reserveCapacity(200)
        if let f = features.own {
            for step in Self.steps {
                limits.append(f.joined.location + step * f.joined.spread)
                let half = (step - 2) / 2
                limits.append(f.joined.location + f.joined.largestResidual + half * f.joined.spread)
                limits.append(f.largest + half * f.mean.spread)
                if f.usesInput {
                    limits.append(f.largestWide + half * f.localNeedSpread)
                    limits.append(f.joined.location + f.localLargestResidual + half * f.localSpread)
                }
            }
            for ratio in Self.ratios {
                limits.append(f.largest + ratio)
                limits.append(f.joined.location + ratio)
            }
        }
        if let s = features.siblings {
            for step in Self.steps { limits.append(s.closestMean + step * s.closestSpread) }
            for ratio in Self.ratios { limits.append(s.closestLargest + ratio) }
            for need in s.closest.needs.suffix(24) { limits.append(need + 0.001) }
            for need in s.widest.needs.suffix(96).enumerated().filter({ $0.offset % 4 == 3 }) { limits.append(need.element + 0.001) }
        }
        if let request = features.logRequest, (features.own?.count ?? 0) < AttemptFeatures.enoughRuns {
            for step in stride(from: -4.0, through: 4, by: 0.25) { limits.append(request + step * 0.6931471805599453) }
        }
        if limits.isEmpty {
            // From 16 MiB to 1 TiB, four a doubling: nothing is known.
            for step in stride(from: 24.0, through: 40, by: 0.25) { limits.append(step * 0.6931471805599453) }
        }
        limits.sort()
        var kept: [Double] = []
        kept.reserveCapacity(limits.count)
        for limit in limits where kept.last.map({ limit - $0 > 1e-5 }) ?? true { kept.append(limit) }
        logLimits = kept
    }
}
