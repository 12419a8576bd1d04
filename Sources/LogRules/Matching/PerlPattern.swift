internal import CPCRE2
internal import Synchronization

/// A compiled PCRE2 expression with its JIT code: it runs on single lines that Hyperscan picked, under a match limit.
///
/// Immutable but for its machine code, and PCRE2 lets threads share compiled code: hence unchecked.
final class PerlPattern: @unchecked Sendable {
    /// The work that one match may cost, in PCRE2's units; a line of 4 KiB and an honest pattern stay far below.
    static let matchLimit: UInt32 = 200_000

    private let code: OpaquePointer
    private let context: OpaquePointer
    /// Whether the machine code is there: it is made when the pattern is first needed, since most never are.
    private let isCompiled = Atomic<Bool>(false)
    private let compilation = Mutex<Void>(())

    /// Compiles `text` for bytes (no UTF mode, as Hyperscan does).
    ///
    /// - Throws: `RuleError` with PCRE2's message and the offset in the pattern.
    init(_ text: String) throws(RuleError) {
        var errorCode: Int32 = 0
        var errorOffset = 0
        var pattern = Array(text.utf8)
        let compiled = pcre2_compile_8(&pattern, pattern.count, 0, &errorCode, &errorOffset, nil)
        guard let compiled else {
            var buffer = [UInt8](repeating: 0, count: 256)
            let length = pcre2_get_error_message_8(errorCode, &buffer, buffer.count)
            let message = length > 0 ? String(decoding: buffer[..<Int(length)], as: UTF8.self) : "error \(errorCode)"
            throw RuleError(.pattern, "the pattern \(text) does not compile: \(message) at offset \(errorOffset)")
        }
        guard let context = pcre2_match_context_create_8(nil) else {
            pcre2_code_free_8(compiled)
            throw RuleError(.internalFault, "no memory for a pattern")
        }
        pcre2_set_match_limit_8(context, Self.matchLimit)
        code = compiled
        self.context = context
    }

    deinit {
        pcre2_match_context_free_8(context)
        pcre2_code_free_8(code)
    }

    /// What a search found.
    enum Search {
        case match(Range<Int>)
        case none
        /// The limit was reached: what follows is not known.
        case abandoned
    }

    /// The start and end of the first match in `bytes` at or after `start`; nil for no match, or when the limit was reached.
    func firstMatch(in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0, using data: PerlMatchData) -> (start: Int, end: Int)? {
        guard case .match(let range) = search(in: bytes, from: start, using: data) else { return nil }
        return (range.lowerBound, range.upperBound)
    }

    /// Looks for the first match in `bytes` at or after `start`.
    func search(in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0, using data: PerlMatchData) -> Search {
        guard start <= bytes.count else { return .none }
        if !isCompiled.load(ordering: .acquiring) { compile() }
        let count = pcre2_match_8(code, bytes.baseAddress ?? data.nothing, bytes.count, start, 0, data.pointer, context)
        guard count != PCRE2_ERROR_NOMATCH else { return .none }
        guard count > 0, let ends = pcre2_get_ovector_pointer_8(data.pointer) else { return .abandoned }
        return .match(min(ends[0], ends[1])..<ends[1])
    }

    /// Makes the machine code, once; no thread matches before it is there.
    private func compile() {
        compilation.withLock { _ in
            guard !isCompiled.load(ordering: .relaxed) else { return }
            // Without it (some kernels forbid it) the interpreter gives the same answers, slower.
            _ = pcre2_jit_compile_8(code, PCRE2_JIT_COMPLETE)
            isCompiled.store(true, ordering: .releasing)
        }
    }

    /// The bounds of the named group in the match that `data` holds; nil when it took no part.
    func range(of name: String, using data: PerlMatchData) -> Range<Int>? {
        let number = pcre2_substring_number_from_name_8(code, Array(name.utf8) + [0])
        guard number > 0, let ends = pcre2_get_ovector_pointer_8(data.pointer) else { return nil }
        let start = ends[2 * Int(number)]
        let end = ends[2 * Int(number) + 1]
        // A group that took no part has the offset PCRE2_UNSET, all ones.
        guard start != PerlMatchData.unset, end != PerlMatchData.unset, start <= end else { return nil }
        return start..<end
    }

    /// The text of the named group in the match that `data` holds; nil when it took no part.
    func group(_ name: String, in bytes: UnsafeBufferPointer<UInt8>, using data: PerlMatchData) -> String? {
        guard let range = range(of: name, using: data), range.upperBound <= bytes.count else { return nil }
        return String(decoding: bytes[range], as: UTF8.self)
    }
}
