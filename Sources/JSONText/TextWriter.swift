/// The encoder that values are handed to.
///
/// It keeps its state behind a pointer: one that the class held itself would be checked for overlapping access at every byte.
final class TextWriter: Encoder {
    let state: UnsafeMutablePointer<TextState>

    init() {
        state = .allocate(capacity: 1)
        state.initialize(to: TextState())
    }

    deinit {
        state.pointee.text.deallocate()
        state.deinitialize(count: 1)
        state.deallocate()
    }

    var userInfo: [CodingUserInfoKey: Any] { [:] }
    var codingPath: [any CodingKey] { state.pointee.path }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(ObjectWriter(writer: self, depth: state.pointee.openUnordered()))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        ArrayWriter(writer: self, depth: state.pointee.open(.array))
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        _ = state.pointee.open(.single)
        return SingleWriter(writer: self)
    }

    /// Writes `value` where the text ends.
    func write(_ value: some Encodable) throws {
        let depth = state.pointee.depth
        state.pointee.push()
        try value.encode(to: self)
        state.pointee.close(above: depth - 1)
    }
}
