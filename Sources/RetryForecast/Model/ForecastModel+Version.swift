internal import GradientBoosting

extension ForecastModel {
    /// A name for this very model: file layout, feature list, and a fingerprint of its tables (FNV-1a).
    package var version: String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func mix(_ value: Double) {
            var bits = value.bitPattern
            for _ in 0..<8 {
                hash = (hash ^ (bits & 0xFF)) &* 0x100_0000_01B3
                bits >>= 8
            }
        }
        mix(success.baseScore)
        mix(tailWeight)
        mix(irreducibleFailure)
        mix(parallelShare.mean)
        mix(parallelShare.priorRuns)
        for feature in success.features {
            for threshold in feature.thresholds { mix(threshold) }
            for value in feature.values { mix(value) }
            mix(feature.missingValue)
        }
        for pair in success.pairs {
            for value in pair.values { mix(value) }
        }
        let digits = String(hash, radix: 16)
        return "\(formatVersion).\(featureListVersion)-\(String(repeating: "0", count: 16 - digits.count) + digits)"
    }
}
