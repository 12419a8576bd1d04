import Crypto
import Foundation
import Remediation
import RemediationTesting
import Testing

@testable import SQLStore

/// What a column keeps is what comes back, or an error that names the row; never another text.
@Suite struct PackedTextTests {
    private static let magic: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd]

    @Test func everyTextComesBack() throws {
        var generator = SplitMix64(seed: 8)
        var packed = 0
        for round in 0..<400 {
            let longest = round < 200 ? 100_000 : 1_100
            let text = RandomText.lines(Int.random(in: 0...longest, using: &generator), using: &generator)
            let stored = PackedText.pack(text)
            #expect(stored.count <= text.utf8.count)
            #expect(stored == PackedText.pack(Array(text.utf8)))
            if stored != Data(text.utf8) {
                packed += 1
                #expect(stored.starts(with: Self.magic))
                #expect(text.utf8.count > PackedText.shortest)
            }
            #expect(try PackedText.text(stored, row: "r") == text)
        }
        #expect(packed > 200)
    }

    @Test func whatIsShortOrRandomStaysAsItIs() throws {
        let short = String(repeating: "x", count: PackedText.shortest)
        #expect(PackedText.pack(short) == Data(short.utf8))
        #expect(PackedText.pack(short + "x").count < 50)
        #expect(PackedText.pack("") == Data())
        var generator = SplitMix64(seed: 3)
        let noise = (0..<5_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        #expect(PackedText.pack(noise) == Data(noise))
    }

    @Test func plainRowsAreReadAsTheyAre() throws {
        for text in ["", "{}", "(", "(\u{b5}", "Killed\u{0}\r\n😀", RandomText.digits(4_000, seed: 2)] {
            #expect(try PackedText.text(Data(text.utf8), row: "r") == text)
        }
    }

    @Test func noTextBeginsLikeAFrame() {
        #expect(String(validating: Self.magic, as: UTF8.self) == nil)
    }

    @Test func aFrameThatWasCutOffIsRefused() throws {
        let stored = PackedText.pack(RandomText.digits(3_000, seed: 4))
        #expect(stored.count < 3_000)
        // Its first byte alone is a text.
        for count in 2..<stored.count { expectDamaged(stored.prefix(count)) }
        expectDamaged(stored + [0])
        expectDamaged(stored + stored)
    }

    /// With its checksum, a frame with any one bit changed is refused, or the bit meant nothing.
    @Test func aFrameWithAChangedBitIsNeverAnotherText() throws {
        var generator = SplitMix64(seed: 5)
        let text = RandomText.lines(2_000, using: &generator)
        let stored = PackedText.pack(text)
        var refused = 0
        for place in stored.indices {
            for bit in 0..<8 {
                var changed = stored
                changed[place] ^= 1 << bit
                do throws(RemediationError) {
                    let read = try PackedText.text(changed, row: "r")
                    #expect(read == text, "bit \(bit) of byte \(place)")
                } catch {
                    #expect(error.code == .corrupt)
                    refused += 1
                }
            }
        }
        // A few bits mean nothing: padding, and one of the header.
        #expect(refused >= stored.count * 8 - stored.count / 10, "\(refused) of \(stored.count * 8)")
    }

    @Test func aFrameThatClaimsTooMuchIsRefusedBeforeItGetsMemory() {
        // A frame header with a content size of eight bytes (RFC 8878, 3.1.1.1).
        for claim in [UInt64(PackedText.longest) + 1, 1 << 40, .max, .max - 1, 1 << 63] {
            expectDamaged(Data(Self.magic + [0xe0]) + withUnsafeBytes(of: claim.littleEndian) { Data($0) } + [1, 0, 0])
        }
        // One that does not say, and one that claims the most and has nothing.
        expectDamaged(Data(Self.magic + [0x00, 0x58, 0x01, 0x00, 0x00]))
        expectDamaged(Data(Self.magic + [0xe0]) + withUnsafeBytes(of: UInt64(PackedText.longest).littleEndian) { Data($0) } + [1, 0, 0])
        expectDamaged(Data(Self.magic))
    }

    @Test func manyThreadsPackAtOnce() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<64 {
                group.addTask {
                    var generator = SplitMix64(seed: UInt64(task))
                    for _ in 0..<20 {
                        let text = RandomText.lines(Int.random(in: 0...5_000, using: &generator), using: &generator)
                        let read = try PackedText.text(PackedText.pack(text), row: "r")
                        #expect(read == text)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Rows need their dictionary for ever, so it must never change: a better one gets the next number.
    @Test func theDictionaryIsTheOneThatRowsWereWrittenWith() throws {
        let text = #"{"class":"memory.container_limit"}"# + "\n" + RandomText.digits(600, seed: 6)
        let stored = PackedText.pack(Array(text.utf8), with: .decisions)
        #expect(try PackedText.text(stored, row: "r") == text)
        #expect(stored.withUnsafeBytes { ZstdContext.dictionary(of: $0) } == 1)
        let hash = SHA256.hash(data: Data(RowDictionary.decisionsText.utf8)).map { String(format: "%02x", $0) }.joined()
        #expect(hash == "6595d90291d0895dc23bdba34cf6fe744b9146666914218d2a49b6d9ba2ea5c7")
    }

    /// `pack` without a dictionary comes after one with it on the same thread's memory, and the other way round.
    @Test func framesWithAndWithoutADictionaryLieSideBySide() throws {
        let text = String(repeating: #"{"action":"retry","backoffSeconds":0,"contributions":[]}"#, count: 20)
        for round in 0..<6 {
            let dictionary = round.isMultiple(of: 2) ? RowDictionary.decisions : nil
            let stored = PackedText.pack(Array(text.utf8), with: dictionary)
            #expect((stored.withUnsafeBytes { ZstdContext.dictionary(of: $0) } == 0) == (dictionary == nil))
            #expect(try PackedText.text(stored, row: "r") == text)
        }
    }

    @Test func aFrameOfADictionaryThatIsNotKnownIsRefused() {
        // A frame header that names dictionary 2 and a content of 4 bytes (RFC 8878, 3.1.1.1).
        expectDamaged(Data(Self.magic + [0x21, 2, 4, 0x21, 0, 0, 1, 2, 3, 4]))
    }

    private func expectDamaged(_ stored: Data) {
        let error = #expect(throws: RemediationError.self, "\(Array(stored.prefix(16))), \(stored.count) bytes") {
            _ = try PackedText.text(stored, row: "failure-7")
        }
        #expect(error?.code == .corrupt)
        #expect(error?.message.contains("failure-7") == true)
    }
}
