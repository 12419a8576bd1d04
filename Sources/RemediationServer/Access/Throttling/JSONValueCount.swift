/// Counts the values of a JSON text while it comes, keys among them, before anything is decoded.
struct JSONValueCount: Hashable, Sendable {
    /// How many values have begun, or one fewer.
    private(set) var count = 0
    private var isInString = false
    private var isEscaped = false

    /// Reads the next bytes of the text.
    mutating func read(_ bytes: UnsafeRawBufferPointer) {
        var (count, isInString, isEscaped) = (count, isInString, isEscaped)
        for byte in bytes {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInString = true
                // Each stands before a value or a key.
                case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ":"): count += 1
                default: break
                }
            }
        }
        (self.count, self.isInString, self.isEscaped) = (count, isInString, isEscaped)
    }
}
