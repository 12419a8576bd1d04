/// Any JSON value, written by every kind of container.
indirect enum Tree: Encodable {
    case null, flag(Bool), whole(Int64), number(Double), text(String)
    case list([Tree]), members([String: Tree])
    /// An object whose members come from a nested container, then an array from another, then a member of its own.
    case nested([String: Tree], [Tree])

    enum Keys: String, CodingKey {
        case zebra, object, array
    }

    struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .members(let members): try members.encode(to: encoder)
        case .list(let list):
            var container = encoder.unkeyedContainer()
            for element in list { try container.encode(element) }
        case .nested(let members, let list):
            var container = encoder.container(keyedBy: Keys.self)
            try container.encode(list.count, forKey: .zebra)
            var object = container.nestedContainer(keyedBy: Key.self, forKey: .object)
            for (key, value) in members { try object.encode(value, forKey: Key(stringValue: key)) }
            var array = container.nestedUnkeyedContainer(forKey: .array)
            for element in list { try array.encode(element) }
        default:
            var container = encoder.singleValueContainer()
            switch self {
            case .flag(let value): try container.encode(value)
            case .whole(let value): try container.encode(value)
            case .number(let value): try container.encode(value)
            case .text(let value): try container.encode(value)
            default: try container.encodeNil()
            }
        }
    }

    /// A random tree of at most `depth` levels.
    static func random(depth: Int, using random: inout some RandomNumberGenerator) -> Tree {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 5), using: &random) {
        case 0: .null
        case 1: .flag(.random(using: &random))
        case 2: .whole(.random(in: .min ... .max, using: &random))
        case 3: .number(number(using: &random))
        case 4: .text(text(using: &random))
        case 5, 6: .list((0..<Int.random(in: 0..<5, using: &random)).map { _ in .random(depth: depth - 1, using: &random) })
        case 7: .members(members(depth: depth, using: &random))
        default: .nested(members(depth: depth, using: &random), [.random(depth: depth - 1, using: &random)])
        }
    }

    private static func members(depth: Int, using random: inout some RandomNumberGenerator) -> [String: Tree] {
        var members: [String: Tree] = [:]
        for _ in 0..<Int.random(in: 0..<40, using: &random) {
            members[key(using: &random)] = .random(depth: depth - 1, using: &random)
        }
        return members
    }

    /// A key that is written as it is: Foundation orders the others by their characters, we by what is written.
    private static func key(using random: inout some RandomNumberGenerator) -> String {
        String((0..<Int.random(in: 0..<5, using: &random)).compactMap { _ in " !#$./0aAzZ~".randomElement(using: &random) })
    }

    /// Finite, of any magnitude; often whole.
    static func number(using random: inout some RandomNumberGenerator) -> Double {
        while true {
            let whole = Double(Int.random(in: -1_000...1_000, using: &random))
            let number = Bool.random(using: &random) ? Double(bitPattern: random.next()) : whole
            if number.isFinite { return number }
        }
    }

    /// Letters, quotes, control characters and what lies beyond the first plane; ASCII alone half of the time.
    static func text(using random: inout some RandomNumberGenerator) -> String {
        let highest: UInt32 = Bool.random(using: &random) ? 0x7F : 0x1_FFFF
        let scalars = (0..<Int.random(in: 0..<12, using: &random)).compactMap { _ in
            Unicode.Scalar(UInt32.random(in: 0...highest, using: &random))
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
