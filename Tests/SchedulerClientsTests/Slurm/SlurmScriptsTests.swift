import Foundation
import Testing

@testable import SchedulerClients

/// The folder of scripts, which several processes and clusters may share.
@Suite struct SlurmScriptsTests {
    @Test func clustersAndAttemptsKeepTheirScriptsApart() async throws {
        let folder = try TemporaryFolder()
        let scripts = SlurmScripts(folder: folder.path + "/scripts")
        func record(_ cluster: String, _ command: String) throws -> SlurmJobRecord {
            let text = SlurmRecords.outOfMemory.replacing("\"partition\"", with: "\"cluster\":\"\(cluster)\",\"partition\"")
            return try SlurmJobRecord.decode(Array(text.replacing("python3", with: command).utf8))
        }
        try scripts.keep(try record("north", "first"), attempt: 1)
        try scripts.keep(try record("south", "second"), attempt: 1)
        try scripts.keep(try record("north", "third"), attempt: 2)
        // A cluster's name is nothing but a part of a file's name.
        try scripts.keep(try record("../../south", "fourth"), attempt: 1)
        let kept = [("north", 1, "first"), ("south", 1, "second"), ("north", 2, "third"), ("../../south", 1, "fourth")]
        for (cluster, attempt, command) in kept {
            #expect(scripts.submission(of: "1", attempt: attempt, cluster: cluster)?.script.contains(command) == true, "\(command)")
        }
        #expect(scripts.submission(of: "1", attempt: 1, cluster: nil) == nil)
        #expect(scripts.submission(of: "../1", attempt: 1, cluster: "north") == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["scripts"])
    }

    @Test func manyWritersLeaveOneWholeScript() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/file"
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<16 as Range<UInt8> {
                group.addTask { for _ in 0..<20 { try PrivateFile.write(Data(repeating: number, count: 100_000), to: path) } }
            }
            try await group.waitForAll()
        }
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(data.count == 100_000 && Set(data).count == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["file"])
    }
}
