/// Coarser bins for pairs: a few neighbouring bins of a feature as one.
///
/// The bin of missing values comes first, so that a cut behind it sets missing values apart.
struct PairGrid: Sendable {
    /// The coarse bin of each bin of a feature, the missing bin last.
    let groups: [[UInt8]]
    /// The number of coarse bins of each feature, that of missing values included.
    let sizes: [Int]

    /// Groups bins so that coarse bins weigh about the same; `counts` has 256 entries a feature.
    init(features: [FeatureBins], counts: [Double], maximumBins: Int) {
        var groups: [[UInt8]] = []
        var sizes: [Int] = []
        for (feature, bins) in features.enumerated() {
            let base = feature * RowStore.binLimit
            let masses = Array(counts[base..<(base + bins.count)])
            var map = [UInt8](repeating: 0, count: bins.count + 1)
            var size = 1
            if bins.count <= maximumBins {
                for bin in 0..<bins.count { map[bin] = UInt8(bin + 1) }
                size = bins.count + 1
            } else if bins.isCategorical {
                // Categories come most frequent first: the rest share the last coarse bin.
                for bin in 0..<bins.count { map[bin] = UInt8(min(bin, maximumBins - 1) + 1) }
                size = maximumBins + 1
            } else {
                let cuts = Set(
                    QuantileBinner(maximumBins: maximumBins).bounds(distinct: (0..<bins.count).map(Double.init), mass: masses)
                        .map { Int($0) }
                )
                for bin in 0..<bins.count {
                    map[bin] = UInt8(size)
                    if cuts.contains(bin), bin < bins.count - 1 { size += 1 }
                }
                size += 1
            }
            groups.append(map)
            sizes.append(size)
        }
        self.groups = groups
        self.sizes = sizes
    }
}
