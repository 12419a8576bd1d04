/// What the learned second opinion sees of a log: the words that are in it, and which word follows which on a line.
package enum LogWords {
    /// How many bytes from the end of a log are looked at: the cause of an end is seldom far from it.
    package static let window = 16 << 10

    /// The words of `log` in lower case, and the adjacent pairs as `first second`. Digits part words, and so do other signs.
    package static func features(of log: String) -> Set<String> {
        var features = Set<String>()
        var word: [UInt8] = []
        var previous: String?
        func end() {
            defer { word.removeAll(keepingCapacity: true) }
            guard (3...40).contains(word.count) else { return }
            let text = String(decoding: word, as: UTF8.self)
            features.insert(text)
            if let previous { features.insert(previous + " " + text) }
            previous = text
        }
        for byte in log.utf8.suffix(window) {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): word.append(byte)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): word.append(byte | 0x20)
            case UInt8(ascii: "\n"):
                end()
                previous = nil
            default: end()
            }
        }
        end()
        return features
    }
}
