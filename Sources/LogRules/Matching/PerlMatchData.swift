internal import CPCRE2

/// Where PCRE2 writes the offsets of a match: one a thread.
final class PerlMatchData {
    /// The offset of a group that took no part in a match (PCRE2_UNSET), as the importer gives `size_t`.
    static let unset = Int(bitPattern: UInt.max)

    let pointer: OpaquePointer
    /// A place to point at for an empty subject.
    let nothing: UnsafePointer<UInt8>
    private let byte: UnsafeMutablePointer<UInt8>

    /// Room for 31 groups.
    ///
    /// - Throws: `RuleError` when there is no memory.
    init() throws(RuleError) {
        guard let data = pcre2_match_data_create_8(32, nil) else {
            throw RuleError(.internalFault, "no memory for matching")
        }
        pointer = data
        byte = .allocate(capacity: 1)
        byte.initialize(to: 0)
        nothing = UnsafePointer(byte)
    }

    deinit {
        pcre2_match_data_free_8(pointer)
        byte.deallocate()
    }
}
