/// Writes the members of an object.
struct ObjectWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let writer: TextWriter
    let depth: Int

    var codingPath: [any CodingKey] { writer.codingPath }

    func encodeNil(forKey key: Key) throws {
        begin(key)
        writer.state.pointee.appendNull()
    }

    func encode(_ value: Bool, forKey key: Key) throws {
        begin(key)
        writer.state.pointee.append(value)
    }

    func encode(_ value: String, forKey key: Key) throws {
        begin(key)
        writer.state.pointee.append(value)
    }

    func encode(_ value: Double, forKey key: Key) throws {
        begin(key)
        try writer.state.pointee.append(value)
    }

    func encode(_ value: Float, forKey key: Key) throws {
        begin(key)
        try writer.state.pointee.append(value)
    }

    func encode(_ value: Int, forKey key: Key) throws {
        begin(key)
        writer.state.pointee.append(value)
    }

    func encode(_ value: Int64, forKey key: Key) throws {
        begin(key)
        writer.state.pointee.append(value)
    }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        begin(key)
        try writer.write(value)
    }

    func nestedContainer<NestedKey: CodingKey>(keyedBy keyType: NestedKey.Type, forKey key: Key) -> KeyedEncodingContainer<NestedKey> {
        superEncoder(forKey: key).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        superEncoder(forKey: key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        writer.state.pointee.begin(key: "super", at: depth)
        writer.state.pointee.push()
        return writer
    }

    func superEncoder(forKey key: Key) -> any Encoder {
        begin(key)
        writer.state.pointee.push()
        return writer
    }

    private func begin(_ key: Key) {
        writer.state.pointee.begin(key: key.stringValue, at: depth)
    }
}
