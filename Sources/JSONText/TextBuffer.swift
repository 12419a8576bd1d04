/// Bytes that grow at their end.
///
/// An array asks at every byte whether it is shared; this one never is, and its owner frees it.
struct TextBuffer {
    private var start: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private var capacity: Int

    /// An empty buffer with room for `capacity` bytes, at least 1.
    init(capacity: Int) {
        self.capacity = capacity
        start = .allocate(capacity: capacity)
    }

    /// Frees the memory; the buffer is not used again.
    func deallocate() {
        start.deallocate()
    }

    /// The bytes so far; valid until more come.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

    /// A copy of the bytes so far.
    var copy: [UInt8] { Array(bytes) }

    /// Adds one byte.
    @inline(__always)
    mutating func append(_ byte: UInt8) {
        if count == capacity { grow(by: 1) }
        start[count] = byte
        count += 1
    }

    /// Adds `added`, which must not be bytes of this buffer.
    @inline(__always)
    mutating func append(_ added: UnsafeBufferPointer<UInt8>) {
        guard let from = added.baseAddress else { return }
        if capacity - count < added.count { grow(by: added.count) }
        (start + count).update(from: from, count: added.count)
        count += added.count
    }

    /// Adds a text that has no characters but ASCII's.
    @inline(__always)
    mutating func append(_ text: StaticString) {
        append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Adds `added` bytes that `write` puts in their place.
    @inline(__always)
    mutating func append(count added: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Void) {
        if capacity - count < added { grow(by: added) }
        write(start + count)
        count += added
    }

    /// Puts `replacement` in the place of the bytes from `place`; it has no more bytes than they.
    mutating func replaceEnd(from place: Int, with replacement: [UInt8]) {
        count = place
        replacement.withUnsafeBufferPointer { append($0) }
    }

    private mutating func grow(by added: Int) {
        capacity = max(2 * capacity, count + added)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: start, count: count)
        start.deallocate()
        start = larger
    }
}
