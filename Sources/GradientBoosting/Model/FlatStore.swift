/// Memory that never moves while the store lives.
final class FlatStore {
    private var pieces: [UnsafeMutableRawPointer] = []

    /// A copy of the values.
    func keep<Value: BitwiseCopyable>(_ values: [Value]) -> UnsafePointer<Value> {
        let piece = UnsafeMutablePointer<Value>.allocate(capacity: max(1, values.count))
        for (index, value) in values.enumerated() { piece[index] = value }
        pieces.append(UnsafeMutableRawPointer(piece))
        return UnsafePointer(piece)
    }

    deinit { for piece in pieces { piece.deallocate() } }
}
