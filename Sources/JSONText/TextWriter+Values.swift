extension TextWriter {
    /// Writes an array where the text ends.
    func write(_ values: [some ValueEncodable]) throws {
        try state.writeArray(of: values) { try $0.write(to: ValueWriter(self)) }
    }

    /// Writes an object where the text ends.
    func write(_ members: [String: some ValueEncodable]) throws {
        try state.writeObject(of: members) { try $0.write(to: ValueWriter(self)) }
    }
}
