/// The 64-bit FNV-1a hash: stable across runs and machines, for versions and seeded splits; not for secrets.
package struct FNV1a: Sendable {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    /// An empty hash.
    package init() {}

    /// The hash of a text.
    package init(_ text: String) {
        combine(text.utf8)
    }

    /// Takes in more bytes.
    package mutating func combine(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    /// The value, its bits mixed.
    package var value: UInt64 {
        var bits = state ^ (state >> 33)
        bits = bits &* 0xff51_afd7_ed55_8ccd
        return bits ^ (bits >> 33)
    }

    /// Sixteen hexadecimal digits.
    package var text: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
