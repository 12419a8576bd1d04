import Foundation
import LogRules
import Testing

/// Inputs that the fuzzer (`Benchmarks/fuzz`) found worth keeping: each reached code that the others did not.
@Suite struct FuzzCorpusTests {
    static let folder = ShippedRules.directory + "/../Benchmarks/fuzz/corpus"

    @Test func nothingBreaks() throws {
        let properties = FuzzProperties(classifier: try ShippedRules.classifier.get())
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder).sorted()
        #expect(names.count > 50)
        for name in names {
            let data = try #require(FileManager.default.contents(atPath: Self.folder + "/" + name))
            let broken = Array(data).withUnsafeBufferPointer { properties.broken(by: $0) }
            #expect(broken == nil, "\(name)")
        }
    }
}
