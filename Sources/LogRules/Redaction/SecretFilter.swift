internal import CHyperscan

/// Says in one pass which kinds of secret a text may hold: most hold none, and PCRE2 need not look.
final class SecretFilter: Sendable {
    /// A set of kinds, by their index: the bit of each.
    typealias Kinds = UInt64

    private let database: HyperscanDatabase
    private let scratches: IdlePool<HyperscanScratch>

    /// A filter of `patterns`, at most 64.
    ///
    /// - Throws: `HyperscanDatabase.Failure` with the index of the pattern at fault.
    init(_ patterns: [String]) throws(HyperscanDatabase.Failure) {
        let database = try HyperscanDatabase(
            patterns.map { text in
                // Hyperscan never goes back, and so knows nothing that forbids it.
                let repeated = text.replacing("(*SKIP)", with: "").replacing(#/([*+}])\+/#) { $0.1 }
                return .loosened(repeated.replacing("(?i)", with: ""), ignoresCase: text.contains("(?i)"))
            }
        )
        self.database = database
        scratches = IdlePool { try? HyperscanScratch(for: database) }
    }

    /// The kinds that `text` may hold: no other is in it. All of them where it cannot be looked at.
    func kinds(in text: UnsafeBufferPointer<UInt8>) -> Kinds {
        guard let base = text.baseAddress, !text.isEmpty else { return 0 }
        guard let length = UInt32(exactly: text.count) else { return .max }
        var kinds: Kinds = 0
        let result = scratches.borrow { scratch in
            base.withMemoryRebound(to: CChar.self, capacity: text.count) { text in
                hs_scan(
                    database.pointer,
                    text,
                    length,
                    0,
                    scratch.pointer,
                    { kind, _, _, _, context in
                        context?.assumingMemoryBound(to: Kinds.self).pointee |= 1 << Kinds(kind)
                        return 0
                    },
                    &kinds
                )
            }
        }
        return result == HS_SUCCESS ? kinds : .max
    }
}
