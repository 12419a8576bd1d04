/// ASCII by name.
enum Byte {
    static let lineFeed: UInt8 = 10
    static let carriageReturn: UInt8 = 13
    static let escape: UInt8 = 27
    static let quote: UInt8 = 34
    static let backslash: UInt8 = 92
}
