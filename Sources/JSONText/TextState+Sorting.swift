extension TextState {
    /// Puts the members of the innermost object, those from `first`, into the order of their keys; of two with one key the later stays.
    mutating func sortMembers(from first: Int) {
        let count = entries.count - first
        guard count > 1 else { return }
        var isSorted = true
        for index in (first + 1)..<entries.count where !isBefore(entries[index - 1], entries[index]) {
            isSorted = false
            break
        }
        if isSorted { return }
        var order = Array(first..<entries.count)
        order.sort { isBefore(entries[$0], entries[$1]) || $0 < $1 && !isBefore(entries[$1], entries[$0]) }
        let start = entries[first].start
        let end = text.count
        var sorted: [UInt8] = []
        sorted.reserveCapacity(end - start)
        for (index, position) in order.enumerated() {
            let entry = entries[position]
            if index + 1 < count, !isBefore(entry, entries[order[index + 1]]) { continue }
            if !sorted.isEmpty { sorted.append(UInt8(ascii: ",")) }
            let entryEnd = position == entries.count - 1 ? end : entries[position + 1].start - 1
            sorted.append(contentsOf: text.bytes[entry.start..<entryEnd])
        }
        text.replaceEnd(from: start, with: sorted)
    }

    /// Whether the key of `left` comes before that of `right`, by its bytes.
    private func isBefore(_ left: Entry, _ right: Entry) -> Bool {
        // Without the closing quotes, which would put a key behind its own extension by a space or an exclamation mark.
        let leftLength = left.keyEnd - 1 - left.start
        let rightLength = right.keyEnd - 1 - right.start
        let bytes = text.bytes
        for offset in 0..<min(leftLength, rightLength) {
            let (a, b) = (bytes[left.start + offset], bytes[right.start + offset])
            if a != b { return a < b }
        }
        return leftLength < rightLength
    }
}
