import Remediation
import RemediationTesting
import Testing

@testable import LogRules

@Suite struct LogNormalizerTests {
    private func normalized(_ text: String) -> (text: String, added: [Int]) {
        var normalizer = LogNormalizer()
        return Array(text.utf8).withUnsafeBufferPointer { block in
            guard normalizer.normalize(block) else { return (text, []) }
            return (String(decoding: normalizer.output, as: UTF8.self), normalizer.addedLineEnds)
        }
    }

    @Test func plainTextIsNotTouched() {
        var normalizer = LogNormalizer()
        let changed = Array("plain\ntext\n".utf8).withUnsafeBufferPointer { normalizer.normalize($0) }
        #expect(!changed)
    }

    @Test func coloursAndTitlesVanish() {
        #expect(normalized("\u{1b}[31mERROR\u{1b}[0m: no\n").text == "ERROR: no\n")
        #expect(normalized("\u{1b}]0;title\u{7}done\n").text == "done\n")
        #expect(normalized("cut \u{1b}[").text == "cut ")
    }

    @Test func progressBarsBecomeLinesOfOneLine() {
        let result = normalized("10%\r20%\rfailed\nnext\r\n")
        #expect(result.text == "10%\n20%\nfailed\nnext\n")
        #expect(result.added == [3, 7])
    }

    @Test func quotedTextIsUnfolded() {
        #expect(normalized(#"{"log":"a\nb","s":"x"}"#).text == "{\"log\":\"a\nb\",\"s\":\"x\"}")
        #expect(normalized(#"{"log":"{\\\"m\\\":\\\"a\\\\nb\\\"}"}"#).text == "{\"log\":\"{\"m\":\"a\nb\"}\"}")
        #expect(normalized(#"C:\new\table has no quotes"#).text == #"C:\new\table has no quotes"#)
    }

    /// The line that is named is the line of the log as it was given.
    @Test func linesAreThoseOfTheOriginal() throws {
        let log = "one\n5%\r10%\r15%\n\u{1b}[31mtwo\u{1b}[0m\n{\"a\":\"x\\ny\\nz\"}\nOSError: [Errno 28] No space left on device\nend\n"
        let result = try ShippedRules.classifier.get().classify(FailureEvidence(log: log))
        #expect(result.failureClass == .noSpace)
        #expect(result.lines == LineRange(first: 5, last: 5))
    }

    /// The bytes that are named are those of the log as it was given, whatever was taken out before them.
    @Test(arguments: ["", "5%\r", "\u{1b}[31m", "{\"a\":\"x\\ny\\tz\"}\n", "plain\n"])
    func bytesAreThoseOfTheOriginal(_ before: String) throws {
        let line = "OSError: [Errno 28] No space left on device"
        let log = "one\n\u{1b}[1mtwo\u{1b}[0m\r\n" + before + line + "\r\nend\n"
        let result = try ShippedRules.classifier.get().classify(FailureEvidence(log: log))
        let bytes = try #require(result.matches.first?.bytes)
        let named = String(decoding: Array(log.utf8)[bytes.start..<bytes.end], as: UTF8.self)
        #expect(named == line || named == "\u{1b}[31m" + line)
    }

    @Test func lineCounterCounts() {
        var random = SplitMix64(seed: 3)
        for length in [0, 1, 63, 64, 65, 200, 20_000] {
            let bytes = (0..<length).map { _ in UInt8.random(in: 9...12, using: &random) }
            let expected = bytes.count { $0 == 10 }
            bytes.withUnsafeBufferPointer { #expect(LineCounter.count(in: $0, 0..<length) == expected) }
        }
    }
}
