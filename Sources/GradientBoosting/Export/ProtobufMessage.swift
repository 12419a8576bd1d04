/// The bytes of one protocol-buffer message (https://protobuf.dev/programming-guides/encoding), written field by field.
struct ProtobufMessage {
    private(set) var bytes: [UInt8] = []

    /// An integer; negative numbers take ten bytes, as int64 does.
    mutating func integer(_ field: Int, _ value: Int) {
        tag(field, wireType: 0)
        varint(UInt64(bitPattern: Int64(value)))
    }

    mutating func text(_ field: Int, _ value: String) { raw(field, Array(value.utf8)) }

    mutating func message(_ field: Int, _ value: ProtobufMessage) { raw(field, value.bytes) }

    mutating func raw(_ field: Int, _ value: [UInt8]) {
        tag(field, wireType: 2)
        varint(UInt64(value.count))
        bytes += value
    }

    private mutating func tag(_ field: Int, wireType: UInt64) { varint(UInt64(field) << 3 | wireType) }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
