/// Collections, each element of which is written by a closure that may itself use the state; hence methods of the pointer.
extension UnsafeMutablePointer<TextState> {
    /// Writes an array where the text ends.
    func writeArray<Element, Failure: Error>(of elements: [Element], _ write: (Element) throws(Failure) -> Void) throws(Failure) {
        pointee.push()
        let depth = pointee.open(.array)
        for element in elements {
            pointee.beginElement(at: depth)
            try write(element)
        }
        pointee.close(above: depth - 1)
    }

    /// Writes an object where the text ends.
    func writeObject<Value, Failure: Error>(of members: [String: Value], _ write: (Value) throws(Failure) -> Void) throws(Failure) {
        pointee.push()
        let depth = pointee.openUnordered()
        for (key, value) in members {
            pointee.begin(key: key, at: depth)
            try write(value)
        }
        pointee.close(above: depth - 1)
    }
}
