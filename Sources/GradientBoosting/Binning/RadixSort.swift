/// Sorts doubles by the bytes of an order-preserving integer key, in time linear in their number.
enum RadixSort {
    /// Doubles in ascending order with their weights; no NaN.
    static func sort(_ values: [Double], weights: [Double]?) -> (values: [Double], weights: [Double]?) {
        let count = values.count
        var keys = values.map { value -> UInt64 in
            // Negative zero would sort below zero though they are equal.
            let bits = (value == 0 ? 0 : value).bitPattern
            return bits >> 63 == 1 ? ~bits : bits | 1 << 63
        }
        var other = [UInt64](repeating: 0, count: count)
        var order = weights == nil ? [] : Array(0..<UInt32(count))
        var otherOrder = [UInt32](repeating: 0, count: order.count)
        let digit = 11
        for pass in 0..<6 {
            let shift = UInt64(pass * digit)
            var places = [Int](repeating: 0, count: 1 << digit)
            let mask = UInt64(places.count - 1)
            for key in keys { places[Int((key >> shift) & mask)] += 1 }
            if places.contains(count) { continue }
            var sum = 0
            for index in places.indices {
                let next = sum + places[index]
                places[index] = sum
                sum = next
            }
            keys.withUnsafeBufferPointer { keys in
                other.withUnsafeMutableBufferPointer { other in
                    places.withUnsafeMutableBufferPointer { places in
                        if order.isEmpty {
                            for key in keys {
                                let slot = Int((key >> shift) & mask)
                                other[places[slot]] = key
                                places[slot] &+= 1
                            }
                        } else {
                            for (index, key) in keys.enumerated() {
                                let slot = Int((key >> shift) & mask)
                                other[places[slot]] = key
                                otherOrder[places[slot]] = order[index]
                                places[slot] &+= 1
                            }
                        }
                    }
                }
            }
            swap(&keys, &other)
            swap(&order, &otherOrder)
        }
        let sorted = keys.map { Double(bitPattern: $0 >> 63 == 1 ? $0 & ~(1 << 63) : ~$0) }
        return (sorted, weights.map { weights in order.map { weights[Int($0)] } })
    }
}
