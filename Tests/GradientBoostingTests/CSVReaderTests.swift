import Foundation
import Testing

@testable import GradientBoosting

@Suite struct CSVReaderTests {
    private func read(_ text: String, _ change: (inout CSVReader) -> Void = { _ in }) throws(BoostingError) -> [FeatureColumn] {
        var reader = CSVReader()
        change(&reader)
        return try reader.read(Data(text.utf8))
    }

    private func numbers(_ column: FeatureColumn?) -> [Double]? {
        if case .numeric(let values)? = column?.values { values } else { nil }
    }

    private func texts(_ column: FeatureColumn?) -> [String?]? {
        if case .categorical(let values)? = column?.values { values } else { nil }
    }

    @Test func quotesGapsAndLineEndsAreRead() throws {
        let columns = try read("\u{FEFF}a,\"b,c\",k\r\n1,-2.5e3,\"x \"\"y\"\"\n2\"\r\n,NA,\r\n+3,0x,z\r\n") {
            $0.categorical = ["b,c"]
        }
        #expect(columns.map(\.name) == ["a", "b,c", "k"])
        #expect(numbers(columns.first).map { $0.map(\.description) } == ["1.0", "nan", "3.0"])
        #expect(texts(columns[1]) == ["-2.5e3", nil, "0x"])
        #expect(texts(columns[2]) == ["x \"y\"\n2", nil, "z"])
    }

    @Test func badInputIsNamedByRowAndColumn() {
        func error(_ text: String) -> BoostingError? { #expect(throws: BoostingError.self) { try read(text) } }
        let short = error("a,b\n1,2\n3\n")
        #expect(short?.row == 2)
        let long = error("a,b\n1,2\n3,4\n5,6,7\n")
        #expect(long?.row == 3)
        let text = error("a,b\n1,2\n3,four\n")
        #expect(text?.row == 2)
        #expect(text?.column == "b")
        #expect(error("a,a\n1,2\n")?.column == "a")
        #expect(error("a,b\n1,\"2\n")?.row == 1)
        #expect(error("")?.code == .invalidTable)
        #expect(error("a,b\n")?.code == .invalidTable)
    }

    @Test func numbersAreCorrectlyRounded() {
        var generator = SeededGenerator(seed: 17)
        let parser = DecimalParser()
        var fast = 0
        for trial in 0..<200_000 {
            let text: String
            switch trial % 4 {
            case 0: text = "\(generator.unit() * 100 - 50)"
            case 1: text = "\(Double(bitPattern: generator.next() & 0x7FEF_FFFF_FFFF_FFFF))"
            case 2: text = "\(generator.next() >> (generator.next() % 60))e\(Int(generator.next() % 46) - 23)"
            default: text = "\(generator.next() % 1000).\(generator.next() >> (generator.next() % 60))"
            }
            let bytes = Array(text.utf8)
            let parsed: Double? = bytes.withUnsafeBufferPointer { buffer in
                guard var cursor = buffer.baseAddress else { return nil }
                let end = cursor + buffer.count
                let value = parser.parse(&cursor, end)
                return cursor == end ? value : nil
            }
            guard let parsed else { continue }
            fast += 1
            if parsed.bitPattern != Double(text)?.bitPattern { Issue.record("\(text) was read as \(parsed)") }
        }
        #expect(fast > 100_000)
    }

    @Test func threadsDoNotChangeWhatIsRead() throws {
        var text = "a,k,b\n"
        for row in 0..<40_000 { text += "\(row),\(row % 3 == 0 ? "x" : "y"),\(Double(row) / 7)\n" }
        let one = try read(text)
        let two = try read(text) { $0.threads = 2 }
        #expect(numbers(one[0]) == numbers(two[0]))
        #expect(texts(one[1]) == texts(two[1]))
        #expect(numbers(one[2]) == numbers(two[2]))
        let bad = #expect(throws: BoostingError.self) { try read(text + "1,x\n") { $0.threads = 2 } }
        #expect(bad?.row == 40_001)
    }
}
