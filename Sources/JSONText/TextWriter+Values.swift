extension TextWriter {
    /// Writes an array where the text ends.
    func write(_ values: [some ValueEncodable]) throws {
        state.pointee.push()
        let depth = state.pointee.open(.array)
        for value in values {
            state.pointee.beginElement(at: depth)
            try value.write(to: ValueWriter(self))
        }
        state.pointee.close(above: depth - 1)
    }

    /// Writes an object where the text ends.
    func write(_ members: [String: some ValueEncodable]) throws {
        state.pointee.push()
        let depth = state.pointee.openUnordered()
        for (key, value) in members {
            state.pointee.begin(key: key, at: depth)
            try value.write(to: ValueWriter(self))
        }
        state.pointee.close(above: depth - 1)
    }
}
