import Foundation
import JSONText
import Testing

@Suite("JSON text")
struct JSONTextTests {
    private func foundation(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private func ours(_ value: some Encodable) throws -> String {
        String(decoding: try JSONText.bytes(of: value), as: UTF8.self)
    }

    @Test("writes random values as Foundation does", arguments: 0..<100)
    func differential(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let tree = Tree.random(depth: 4, using: &random)
        #expect(try ours(tree) == foundation(tree))
    }

    @Test("keys that are escaped stand in the order of what is written, the same for the same value", arguments: 0..<50)
    func escapedKeys(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let keys = (0..<20).map { _ in Tree.text(using: &random) }
        let members = Dictionary(keys.map { ($0, $0) }) { first, _ in first }
        let text = try ours(members)
        let read = try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
        #expect(read == members)
        #expect(try ours(Dictionary(members.map { ($0, $1) }.reversed()) { first, _ in first }) == text)
    }

    struct Base: Encodable {
        var memory: Int64?
        var cpus: Double
    }

    struct Flat: Encodable {
        enum Keys: String, CodingKey { case beta, alpha, memory }

        var base: Base
        var again = false

        func encode(to encoder: any Encoder) throws {
            try base.encode(to: encoder)
            var container = encoder.container(keyedBy: Keys.self)
            try container.encode(1, forKey: .beta)
            try container.encodeNil(forKey: .alpha)
            if again { try container.encode("later", forKey: .memory) }
        }
    }

    @Test("members of one object may come from several hands; of two with one key the later stays")
    func merged() throws {
        #expect(try ours(Flat(base: Base(memory: 7, cpus: 2.5))) == #"{"alpha":null,"beta":1,"cpus":2.5,"memory":7}"#)
        let twice = Flat(base: Base(memory: 7, cpus: 2), again: true)
        #expect(try ours(twice) == #"{"alpha":null,"beta":1,"cpus":2,"memory":"later"}"#)
        #expect(try ours(twice) == foundation(twice))
    }

    @Test("literals at the top, numbers at their limits, a value that writes nothing")
    func literals() throws {
        struct Nothing: Encodable { func encode(to encoder: any Encoder) {} }
        #expect(try ours("a/\"\u{1}\u{7F}é") == "\"a/\\\"\\u0001\u{7F}é\"")
        #expect(try ours([UInt64.max]) == "[18446744073709551615]")
        #expect(try ours([-0.0, 1e16, .leastNonzeroMagnitude, 0.1, 1e15]) == foundation([-0.0, 1e16, .leastNonzeroMagnitude, 0.1, 1e15]))
        #expect(try ours([Float(0.1)]) == "[0.1]")
        #expect(try ours(["a": Nothing()]) == #"{"a":{}}"#)
        #expect(try ours([Int?.none, 3]) == "[null,3]")
    }

    @Test("numbers of few digits are written as Foundation does", arguments: 0..<20)
    func decimals(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        var numbers: [Double] = [0.0001, 0.00009999, 999_999.999999999, 1e6, 0.1 + 0.2, 1.5, 100, 0.000123456789, .leastNonzeroMagnitude]
        for _ in 0..<500 {
            let digits = Double(Int.random(in: -999_999_999...999_999_999, using: &random))
            numbers.append(digits / [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e9, 1e10, 1e12].randomElement(using: &random)!)
            // A neighbour of such a number has many digits.
            numbers.append((digits / 1e5).nextUp)
        }
        #expect(try ours(numbers) == foundation(numbers))
        let wholes = numbers.map { Int64($0) } + [.min, .max, 0, -1, 9, 10]
        #expect(try ours(wholes) == foundation(wholes))
    }

    @Test("a number that JSON does not have is named by its path", arguments: [Double.nan, .infinity, -.infinity])
    func refusal(number: Double) throws {
        let error = #expect(throws: EncodingError.self) { try ours(["rungs": ["first": [1, number]]]) }
        guard case .invalidValue(_, let context) = error else { throw try #require(error) }
        #expect(context.codingPath.map(\.stringValue) == ["rungs", "first", "Index 1"])
    }

    /// Deterministic random numbers.
    struct SplitMix: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private struct Path: MemberEncodable {
        var end: Point?
        var labels: [String: String]?
        var names: [String] = []
        var points: [Point] = []

        func write(to members: inout MemberWriter) throws {
            try members.add("end", encoding: end)
            try members.add("labels", encoding: labels)
            try members.add("names", encoding: names)
            try members.add("points", encoding: points)
        }
    }

    private struct Point: MemberEncodable {
        var name: String?
        var weight: Double?
        var within: [String: [Double]]?
        var x: Int

        func write(to members: inout MemberWriter) throws {
            try members.add("name", name)
            try members.add("weight", weight)
            try members.add("within", encoding: within)
            try members.add("x", x)
        }
    }

    @Test("objects and arrays that are written straight into the text are those of a container")
    func paths() throws {
        let points = [Point(x: 1), Point(name: "n", x: 2)]
        let long = Array(repeating: Point(name: String(repeating: "ü", count: 90), x: 3), count: 100)
        let labels = ["b": "1", "a": "\u{1}", "a b": ""]
        for path in [
            Path(), Path(end: points[0]), Path(labels: labels, names: ["", "x\""], points: points), Path(labels: [:], points: long),
        ] {
            #expect(try ours(path) == foundation(path))
            #expect(try ours([[path], []]) == foundation([[path], []]))
        }
        let error = #expect(throws: EncodingError.self) { try ours(["paths": [Path(points: points + [Point(weight: .infinity, x: 1)])]]) }
        guard case .invalidValue(_, let context) = error else { throw try #require(error) }
        #expect(context.codingPath.map(\.stringValue) == ["paths", "Index 0", "points", "Index 2", "weight"])
    }

    @Test("members that are written straight into the text are those of a container")
    func members() throws {
        let points = [Point(name: "a\"b", weight: 0.1, x: -3), Point(x: 0), Point(name: "", weight: 2, within: ["b": [1], "a": []], x: 7)]
        #expect(try ours(["points": points]) == foundation(["points": points]))
        let error = #expect(throws: EncodingError.self) { try ours(["points": [Point(weight: .nan, x: 1)]]) }
        guard case .invalidValue(_, let context) = error else { throw try #require(error) }
        #expect(context.codingPath.map(\.stringValue) == ["points", "Index 0", "weight"])
        let deep = #expect(throws: EncodingError.self) { try ours(["points": [Point(within: ["a": [1, .infinity]], x: 1)]]) }
        guard case .invalidValue(_, let context) = deep else { throw try #require(deep) }
        #expect(context.codingPath.map(\.stringValue) == ["points", "Index 0", "within", "a", "Index 1"])
    }

    private enum Free: ValueEncodable {
        case nothing, flag(Bool), number(Double), text(String), pair(Int, Int), list([Free]), members([String: Free])

        func write(to writer: borrowing ValueWriter) throws {
            switch self {
            case .nothing: try writer.writeNull()
            case .flag(let value): try writer.write(value)
            case .number(let value): try writer.write(value)
            case .text(let value): try writer.write(value)
            case .pair(let first, let second): try writer.write(first, second)
            case .list(let values): try writer.write(values)
            case .members(let members): try writer.write(members)
            }
        }
    }

    private struct Holder: MemberEncodable {
        var value: Free?
        var values: [String: Free] = [:]
        var word: String?

        func write(to members: inout MemberWriter) throws {
            try members.add("a", encoding: value)
            try members.add("b", orNull: value)
            try members.add("c", encoding: values)
            try members.add("d", orNull: word)
        }
    }

    @Test("values that are written straight into the text are those of a container")
    func values() throws {
        let all: [Free] = [
            .nothing, .flag(true), .number(-0.5), .number(1e18), .number(137), .text("a\"é"), .pair(-3, .max), .list([]), .members([:]),
        ]
        let deep = Free.members(["b": .list(all), "a": .members(["z": .list([.list(all)]), "y": .nothing])])
        for value in all + [deep] {
            #expect(try ours(value) == foundation(value))
            #expect(try ours([value, value]) == foundation([value, value]))
            let holders = [Holder(value: value, values: ["k": value, "j": deep], word: "w"), Holder()]
            #expect(try ours(holders) == foundation(holders))
        }
        let error = #expect(throws: EncodingError.self) { try ours(Holder(values: ["k": .list([.nothing, .number(.nan)])])) }
        guard case .invalidValue(_, let context) = error else { throw try #require(error) }
        #expect(context.codingPath.map(\.stringValue) == ["c", "k", "Index 1"])
    }

    @Test("ordered members may come before a container's, and after them")
    func ordered() throws {
        struct Mixed: Encodable {
            enum Keys: String, CodingKey { case aunt, yak }

            var isFirst: Bool

            func encode(to encoder: any Encoder) throws {
                if isFirst { try Point(name: "n", x: 1).encode(to: encoder) }
                var container = encoder.container(keyedBy: Keys.self)
                try container.encode(1, forKey: .yak)
                try container.encode(2, forKey: .aunt)
                if !isFirst { try Point(name: "n", x: 1).encode(to: encoder) }
            }
        }
        #expect(try ours([Mixed(isFirst: true), Mixed(isFirst: false)]) == foundation([Mixed(isFirst: true), Mixed(isFirst: false)]))
    }

    @Test("a fragment stands where its value would")
    func fragments() throws {
        struct Outer: Encodable {
            var last = "z"
            var part: JSONFragment
            var all: [JSONFragment]
        }
        let part = try JSONFragment(["b": [1, 2], "a": []])
        #expect(
            try ours(Outer(part: part, all: [part, part]))
                == #"{"all":[{"a":[],"b":[1,2]},{"a":[],"b":[1,2]}],"last":"z","part":{"a":[],"b":[1,2]}}"#
        )
        #expect(try ours(part) == #"{"a":[],"b":[1,2]}"#)
        #expect(throws: EncodingError.self) { try foundation(["part": part]) }
    }
}
