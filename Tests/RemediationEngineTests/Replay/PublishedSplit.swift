/// The split of the published replay: NumPy's permutation by the Mersenne Twister of 1998, as scikit-learn's `train_test_split` draws it.
struct PublishedSplit {
    let history: [Int]
    let judged: [Int]

    init(count: Int, seed: UInt32) {
        var twister = Twister(seed: seed)
        var order = Array(0..<count)
        for last in stride(from: count - 1, to: 0, by: -1) {
            let mask = UInt32.max >> UInt32(UInt32(last).leadingZeroBitCount)
            var place: UInt32
            repeat { place = twister.next() & mask } while place > UInt32(last)
            order.swapAt(last, Int(place))
        }
        // 70 % rounded up are judged, 30 % rounded down are history.
        let judged = (7 * count + 9) / 10
        self.judged = Array(order.prefix(judged))
        history = Array(order[judged..<min(judged + 3 * count / 10, count)])
    }

    /// MT19937.
    private struct Twister {
        private var state: [UInt32]
        private var place = 624

        init(seed: UInt32) {
            state = [seed]
            for index in 1..<624 {
                let last = state[index - 1]
                state.append(1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(index))
            }
        }

        mutating func next() -> UInt32 {
            if place == 624 {
                for index in 0..<624 {
                    let joined = state[index] & 0x8000_0000 | state[(index + 1) % 624] & 0x7fff_ffff
                    state[index] = state[(index + 397) % 624] ^ (joined >> 1) ^ (joined & 1 == 1 ? 0x9908_b0df : 0)
                }
                place = 0
            }
            var value = state[place]
            place += 1
            value ^= value >> 11
            value ^= value << 7 & 0x9d2c_5680
            value ^= value << 15 & 0xefc6_0000
            return value ^ value >> 18
        }
    }
}
