import Foundation
import Testing

@testable import GradientBoosting

@Suite("Files written whole")
struct WholeFileTests {
    @Test("a file is replaced, a folder that is missing is an error")
    func replaces() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "whole-\(UUID()).txt").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try WholeFile.write(Data("a long first content".utf8), to: path)
        try WholeFile.write(Data("second".utf8), to: path)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "second")
        #expect(throws: (any Error).self) { try WholeFile.write(Data(), to: path + "/no/such") }
    }

    @Test("a device stays a device, also behind a link")
    func device() throws {
        let link = FileManager.default.temporaryDirectory.appending(path: "null-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: link) }
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/dev/null")
        try WholeFile.write(Data("gone".utf8), to: link)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "/dev/null")
        let kind = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
        #expect(kind == .typeCharacterSpecial)
    }
}
