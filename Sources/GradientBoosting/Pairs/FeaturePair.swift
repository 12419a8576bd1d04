/// Two features by index, the lower first.
struct FeaturePair: Sendable, Hashable {
    let first: Int
    let second: Int
}
