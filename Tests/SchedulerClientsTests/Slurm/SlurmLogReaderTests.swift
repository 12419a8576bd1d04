import Foundation
import Testing

@testable import SchedulerClients

@Suite(.timeLimit(.minutes(1))) struct SlurmLogReaderTests {
    private let folder: TemporaryFolder
    private let reader: SlurmLogReader

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path + "/logs", withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: folder.path + "/logs2", withIntermediateDirectories: true)
        reader = SlurmLogReader(roots: [folder.path + "/logs"], maximumBytes: 100)
    }

    @Test func readsWhatIsInside() throws {
        let one = try folder.write("one", to: "logs/1")
        let two = try folder.write("t\u{0}w\u{0}o", to: "logs/2")
        #expect(reader.read([one, folder.path + "/logs/none", two], ownerId: Int(getuid())) == "one\nt w o")
        #expect(reader.read([folder.path + "/logs2/../logs/1"], ownerId: nil) == "one")
    }

    @Test func keepsWholeLinesFromTheEnd() throws {
        let path = try folder.write((1...100).map { "line \($0)\n" }.joined(), to: "logs/long")
        let text = reader.read([path], ownerId: nil)
        #expect(text.hasSuffix("line 100\n"))
        #expect(text.utf8.count <= 100)
        #expect(text.hasPrefix("line "))
        let one = try folder.write(String(repeating: "x", count: 1_000), to: "logs/one-line")
        #expect(reader.read([one], ownerId: nil).utf8.count == 100)
        let broken = folder.path + "/logs/broken"
        try Data([0xff, 0xfe, 0x41]).write(to: URL(fileURLWithPath: broken))
        #expect(reader.read([broken], ownerId: nil) == "\u{fffd}\u{fffd}A")
    }

    @Test func staysWithinTheRoots() throws {
        let outside = try folder.write("secret", to: "logs2/outside")
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/logs/link", withDestinationPath: outside)
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/logs/folder", withDestinationPath: folder.path + "/logs2")
        for path in [
            outside, folder.path + "/logs/link", folder.path + "/logs/folder/outside", folder.path + "/logs/../logs2/outside",
            folder.path + "/logs", "/etc/passwd", "/dev/zero", "logs/1", "", "/", "\u{0}",
        ] {
            #expect(reader.read([path], ownerId: nil) == "")
        }
    }

    @Test func readsOnlyFilesOfTheJobsOwner() throws {
        let path = try folder.write("mine", to: "logs/mine")
        #expect(reader.read([path], ownerId: Int(getuid()) + 1) == "")
    }

    @Test func doesNotHangOnAPipe() {
        let path = folder.path + "/logs/fifo"
        #expect(mkfifo(path, 0o600) == 0)
        #expect(reader.read([path], ownerId: nil) == "")
    }

    @Test func readsNothingWithoutRoots() throws {
        let path = try folder.write("one", to: "logs/1")
        #expect(SlurmLogReader(roots: [], maximumBytes: 100).read([path], ownerId: nil) == "")
        #expect(SlurmLogReader(roots: ["/"], maximumBytes: 100).read([path], ownerId: nil) == "one")
        #expect(SlurmLogReader(roots: [folder.path + "/log"], maximumBytes: 100).read([path], ownerId: nil) == "")
    }
}
