internal import CHyperscan

/// Many expressions in one automaton, for block scans in linear time.
///
/// Immutable after `init`, and Hyperscan lets threads share a database: hence unchecked.
final class HyperscanDatabase: @unchecked Sendable {
    let pointer: OpaquePointer

    /// What does not compile, and why.
    struct Failure: Error {
        /// The index of the expression at fault; nil when it is not one expression's fault.
        var index: Int?
        var message: String
    }

    /// One expression; a match reports its index.
    struct Expression: Hashable {
        var text: String
        var ignoresCase = false
        /// Whether it uses what Hyperscan cannot decide (look-around): it then finds a superset.
        var isPrefilter = false

        /// A plain text, without regard to case.
        static func literal(_ text: String) -> Expression {
            var escaped = ""
            for byte in text.utf8 {
                let isPlain = (97...122).contains(byte) || (48...57).contains(byte)
                escaped += isPlain ? String(UnicodeScalar(byte)) : "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
            return Expression(text: escaped, ignoresCase: true)
        }

        /// An expression that finds at least what `text` finds: long bounded repeats, which compile slowly, become unbounded.
        static func loosened(_ text: String, ignoresCase: Bool) -> Expression {
            let loose = text.replacing(#/\{(\d+),(\d+)\}/#) { match in
                guard let most = Int(match.2), most >= 8 else { return String(match.0) }
                return match.1 == "0" ? "*" : "+"
            }
            let hasLookaround = ["(?=", "(?!", "(?<=", "(?<!"].contains(where: text.contains)
            return Expression(text: loose, ignoresCase: ignoresCase, isPrefilter: hasLookaround)
        }

        var flags: UInt32 {
            UInt32(HS_FLAG_MULTILINE) | (ignoresCase ? UInt32(HS_FLAG_CASELESS) : 0) | (isPrefilter ? UInt32(HS_FLAG_PREFILTER) : 0)
        }
    }

    /// Compiles `expressions`.
    ///
    /// - Throws: `Failure` with the index of the expression at fault.
    init(_ expressions: [Expression]) throws(Failure) {
        var database: OpaquePointer?
        var failure: UnsafeMutablePointer<hs_compile_error_t>?
        let copies = expressions.map { expression -> UnsafeMutablePointer<CChar> in
            let bytes = Array(expression.text.utf8CString)
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
            copy.initialize(from: bytes, count: bytes.count)
            return copy
        }
        defer { for copy in copies { copy.deallocate() } }
        let result = hs_compile_multi(
            copies.map { Optional(UnsafePointer($0)) },
            expressions.map(\.flags),
            expressions.indices.map { UInt32($0) },
            UInt32(expressions.count),
            UInt32(HS_MODE_BLOCK),
            nil,
            &database,
            &failure
        )
        guard result == HS_SUCCESS, let database else {
            defer { hs_free_compile_error(failure) }
            guard let failure else { throw Failure(index: nil, message: "Hyperscan error \(result)") }
            let index = Int(failure.pointee.expression)
            throw Failure(index: index >= 0 ? index : nil, message: failure.pointee.message.map { String(cString: $0) } ?? "")
        }
        pointer = database
    }

    deinit { hs_free_database(pointer) }
}
