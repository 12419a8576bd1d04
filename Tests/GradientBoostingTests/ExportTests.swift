import Foundation
import Testing

@testable import GradientBoosting

/// `Benchmarks/boosting/run.py export` runs what is exported; here is what needs no runtime.
@Suite struct ExportTests {
    @Test func messagesHaveTheBytesOfTheEncodingGuide() {
        // The examples of https://protobuf.dev/programming-guides/encoding: 150 in field 1, "testing" in field 2, the first in field 3, -2.
        var number = ProtobufMessage()
        number.integer(1, 150)
        #expect(number.bytes == [0x08, 0x96, 0x01])
        var text = ProtobufMessage()
        text.text(2, "testing")
        #expect(text.bytes == [0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6E, 0x67])
        var nested = ProtobufMessage()
        nested.message(3, number)
        #expect(nested.bytes == [0x1A, 0x03, 0x08, 0x96, 0x01])
        var negative = ProtobufMessage()
        negative.integer(1, -2)
        #expect(negative.bytes == [0x08, 0xFE] + [UInt8](repeating: 0xFF, count: 8) + [0x01])
    }

    @Test func aFeatureMayHaveAnOutputsName() throws {
        let text = ModelFileTests.version1.replacing("\"memory\"", with: "\"score\"")
        let bytes = try AdditiveModel(json: Data(text.utf8)).onnx()
        #expect(bytes.count > 500)
        let names = ["score_", "prediction", "contributions", "engine"].map { Array($0.utf8) }
        for name in names { #expect(bytes.firstRange(of: name) != nil) }
        #expect(bytes.firstRange(of: Array("prediction_".utf8)) == nil)
    }
}
