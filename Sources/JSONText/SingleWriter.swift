/// Writes a value that is one literal, or stands for another value.
struct SingleWriter: SingleValueEncodingContainer {
    let writer: TextWriter

    var codingPath: [any CodingKey] { writer.codingPath }

    func encodeNil() throws { writer.state.pointee.appendNull() }
    func encode(_ value: Bool) throws { writer.state.pointee.append(value) }
    func encode(_ value: String) throws { writer.state.pointee.append(value) }
    func encode(_ value: Double) throws { try writer.state.pointee.append(value) }
    func encode(_ value: Float) throws { try writer.state.pointee.append(value) }
    func encode(_ value: Int) throws { writer.state.pointee.append(value) }
    func encode(_ value: Int8) throws { writer.state.pointee.append(value) }
    func encode(_ value: Int16) throws { writer.state.pointee.append(value) }
    func encode(_ value: Int32) throws { writer.state.pointee.append(value) }
    func encode(_ value: Int64) throws { writer.state.pointee.append(value) }
    func encode(_ value: UInt) throws { writer.state.pointee.append(value) }
    func encode(_ value: UInt8) throws { writer.state.pointee.append(value) }
    func encode(_ value: UInt16) throws { writer.state.pointee.append(value) }
    func encode(_ value: UInt32) throws { writer.state.pointee.append(value) }
    func encode(_ value: UInt64) throws { writer.state.pointee.append(value) }
    func encode(_ value: some Encodable) throws { try writer.write(value) }
}
