/// Follows the chain of an audit log, record by record, and says where it breaks.
package struct AuditVerifier: Sendable {
    /// The first thing that is wrong, and where.
    package struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
        /// The number of the record at fault.
        package let sequence: Int64
        /// What is wrong with it.
        package let description: String
    }

    /// How many records have been followed.
    package private(set) var count: Int64 = 0
    /// The hash of the last one: keep it elsewhere, and a log that was cut off behind it is found out.
    package private(set) var head = AuditRecord.root
    /// The number of a record that must be there, and its hash, as noted earlier.
    package let noted: (sequence: Int64, hash: String)?

    /// A verifier at the beginning of a log.
    ///
    /// - Parameter noted: A head that an earlier verification printed.
    package init(noted: (sequence: Int64, hash: String)? = nil) {
        self.noted = noted
    }

    /// Follows the chain by one record, in the order of the log.
    ///
    /// - Throws: `Fault` for a record that was changed, put in, taken away or moved.
    package mutating func follow(_ record: AuditRecord) throws(Fault) {
        let expected = count + 1
        guard record.sequence == expected else {
            let missing = record.sequence > expected ? "\(expected) to \(record.sequence - 1) missing" : "\(record.sequence) there twice"
            throw Fault(sequence: expected, description: "entry \(expected): the chain breaks here, entries \(missing)")
        }
        guard AuditRecord.hash(of: record.text, after: head) == record.hash else {
            throw Fault(
                sequence: expected,
                description: "entry \(expected): its hash does not follow from entry \(expected - 1) and its text; one of them was changed"
            )
        }
        guard let entry = try? record.entry(), entry.sequence == record.sequence else {
            throw Fault(sequence: expected, description: "entry \(expected): its text is not that of entry \(expected)")
        }
        if let columns = record.columns, columns != AuditRecord.Columns(entry.event) {
            throw Fault(
                sequence: expected,
                description: "entry \(expected): the columns by which it is found do not say what its text says; they were changed"
            )
        }
        if let noted, noted.sequence == expected, noted.hash != record.hash {
            throw Fault(sequence: expected, description: "entry \(expected): its hash is not the one noted; the log was written anew")
        }
        count = expected
        head = record.hash
    }

    /// Checks at the end that nothing noted is missing.
    ///
    /// - Throws: `Fault` when the log ends before the noted head.
    package func finish() throws(Fault) {
        guard let noted, noted.sequence > count else { return }
        throw Fault(
            sequence: count + 1,
            description: "entry \(count + 1): the log ends here, and entry \(noted.sequence) was noted earlier; its end was cut off"
        )
    }
}
