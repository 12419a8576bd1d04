/// Writes the elements of an array.
struct ArrayWriter: UnkeyedEncodingContainer {
    let writer: TextWriter
    let depth: Int

    var codingPath: [any CodingKey] { writer.codingPath }
    var count: Int { writer.state.pointee.count(at: depth) }

    func encodeNil() throws {
        writer.state.pointee.beginElement(at: depth)
        writer.state.pointee.appendNull()
    }

    func encode(_ value: some Encodable) throws {
        writer.state.pointee.beginElement(at: depth)
        try writer.write(value)
    }

    func nestedContainer<NestedKey: CodingKey>(keyedBy keyType: NestedKey.Type) -> KeyedEncodingContainer<NestedKey> {
        superEncoder().container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        superEncoder().unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        writer.state.pointee.beginElement(at: depth)
        writer.state.pointee.push()
        return writer
    }
}
