/// The text written so far, and the containers that are open.
struct TextState {
    /// What an open value has turned out to be.
    enum Kind: UInt8 {
        case undecided, object, array, single
    }

    /// A value that is being written.
    struct Frame {
        var kind = Kind.undecided
        /// Where its entries begin among all.
        let firstEntry: Int
        /// Entries of an array.
        var count = 0
        /// Whether members come in the order of their keys.
        var isOrdered = false
    }

    /// A member of an open object, by positions in `text`.
    struct Entry {
        /// Its key's opening quote.
        let start: Int
        /// Behind its key's closing quote.
        var keyEnd: Int
    }

    var text = TextBuffer(capacity: 4_096)
    var entries: [Entry] = []
    private var frames: [Frame] = []

    init() {
        entries.reserveCapacity(64)
        frames.reserveCapacity(16)
    }

    /// The keys on the way to what is being written; read back from the text, because only errors need it.
    var path: [any CodingKey] {
        frames.indices.compactMap { index in
            let end = index + 1 < frames.count ? frames[index + 1].firstEntry : entries.count
            switch frames[index].kind {
            case .object where end > frames[index].firstEntry:
                let entry = entries[end - 1]
                return PathKey(stringValue: String(decoding: text.bytes[(entry.start + 1)..<(entry.keyEnd - 1)], as: UTF8.self))
            case .array where frames[index].count > 0: return PathKey(intValue: frames[index].count - 1)
            default: return nil
            }
        }
    }

    /// How many values are open.
    var depth: Int { frames.count }

    /// Begins a value whose parts come later.
    mutating func push() {
        frames.append(Frame(firstEntry: entries.count))
    }

    /// Makes the innermost value one of `kind` and returns its depth.
    mutating func open(_ kind: Kind) -> Int {
        let depth = frames.count - 1
        if frames[depth].kind == .undecided {
            frames[depth].kind = kind
            switch kind {
            case .object: text.append(UInt8(ascii: "{"))
            case .array: text.append(UInt8(ascii: "["))
            case .single, .undecided: break
            }
        }
        precondition(frames[depth].kind == kind, "a value is an object, an array or a single value, not two of them")
        return depth
    }

    /// Ends the values that are deeper than `depth`.
    mutating func close(above depth: Int) {
        while frames.count - 1 > depth {
            let frame = frames.removeLast()
            switch frame.kind {
            case .object:
                if !frame.isOrdered { sortMembers(from: frame.firstEntry) }
                entries.removeSubrange(frame.firstEntry...)
                text.append(UInt8(ascii: "}"))
            case .array: text.append(UInt8(ascii: "]"))
            case .undecided: text.append("{}" as StaticString)
            case .single: break
            }
        }
    }

    /// Begins a member of the object at `depth`.
    mutating func begin(key: String, at depth: Int) {
        close(above: depth)
        if entries.count > frames[depth].firstEntry { text.append(UInt8(ascii: ",")) }
        let start = text.count
        append(key)
        entries.append(Entry(start: start, keyEnd: text.count))
        text.append(UInt8(ascii: ":"))
    }

    /// Makes the innermost value an object whose members come in the order of their keys, if it has not begun otherwise.
    mutating func openOrdered() {
        let isNew = frames[frames.count - 1].kind == .undecided
        let depth = open(.object)
        frames[depth].isOrdered = isNew
    }

    /// Makes the innermost value an object whose members come in any order, and returns its depth.
    mutating func openUnordered() -> Int {
        let depth = open(.object)
        frames[depth].isOrdered = false
        return depth
    }

    /// Begins a member of the innermost object, whose members come in the order of their keys; this one needs no escape.
    mutating func begin(ordered key: StaticString) {
        if entries.count > frames[frames.count - 1].firstEntry { text.append(UInt8(ascii: ",")) }
        let start = text.count
        text.append(UInt8(ascii: "\""))
        text.append(key)
        text.append(UInt8(ascii: "\""))
        entries.append(Entry(start: start, keyEnd: text.count))
        text.append(UInt8(ascii: ":"))
    }

    /// Begins an element of the array at `depth`.
    mutating func beginElement(at depth: Int) {
        close(above: depth)
        if frames[depth].count > 0 { text.append(UInt8(ascii: ",")) }
        frames[depth].count += 1
    }

    /// How many elements the array at `depth` has.
    func count(at depth: Int) -> Int { frames[depth].count }
}
