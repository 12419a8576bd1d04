/// The hits of one pattern over a whole log: the first four and the last eight.
struct PatternHits {
    private static let first = 4
    private static let last = 8

    private(set) var hits: [Hit] = []
    private var count = 0

    var isEmpty: Bool { hits.isEmpty }

    mutating func append(_ hit: Hit) {
        if count < Self.first + Self.last {
            hits.append(hit)
        } else {
            hits[Self.first + (count - Self.first) % Self.last] = hit
        }
        count += 1
    }

    mutating func removeAll() {
        hits.removeAll(keepingCapacity: true)
        count = 0
    }
}
