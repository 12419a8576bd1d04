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

    @Test func oldScriptsAreRemovedNowAndThen() throws {
        let folder = try TemporaryFolder()
        let record = try SlurmJobRecord.decode(Array(SlurmRecords.outOfMemory.utf8))
        let old = -SlurmScripts.keptSeconds - 60
        func file(_ name: String, age: Double) throws {
            let path = folder.path + "/" + name
            try Data("{}".utf8).write(to: URL(fileURLWithPath: path))
            let date = Date(timeIntervalSinceNow: age)
            try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
        }
        func names() throws -> Set<String> { Set(try FileManager.default.contentsOfDirectory(atPath: folder.path)) }
        let aside = "job-5.1.json.\(UUID().uuidString).tmp"
        for name in ["north.job-7.1.json", "job-7_3.2.json", aside] { try file(name, age: old) }
        let others = ["job-7.json", "notes.json", "job-x.1.json", "a.b.job-7.1.json", "job-7.1.json.old", "job-5.1.json.x.tmp"]
        for name in others { try file(name, age: old) }
        for name in ["job-8.1.json", "job-6.1.json.\(UUID().uuidString).tmp"] { try file(name, age: 120 - SlurmScripts.keptSeconds) }
        let young = try names().filter { $0.hasPrefix("job-8") || $0.hasPrefix("job-6") }
        try FileManager.default.createDirectory(atPath: folder.path + "/job-9.1.json", withIntermediateDirectories: false)
        let scripts = SlurmScripts(folder: folder.path)
        try scripts.keep(record, attempt: 1)
        let kept = young.union(others).union(["job-9.1.json"])
        let own = try names().subtracting(kept)
        #expect(try names().isSuperset(of: kept))
        #expect(own.count == 1 && scripts.submission(of: record.runId, attempt: 1, cluster: record.cluster) != nil)
        // Once in a while is enough, for each process.
        try file("job-7.1.json", age: old)
        try scripts.keep(record, attempt: 1)
        #expect(try names().contains("job-7.1.json"))
        try SlurmScripts(folder: folder.path).keep(record, attempt: 1)
        #expect(try names() == kept.union(own))
    }

    @Test func processesPruneOneFolderTogether() async throws {
        let folder = try TemporaryFolder()
        let record = try SlurmJobRecord.decode(Array(SlurmRecords.outOfMemory.utf8))
        let date = Date(timeIntervalSinceNow: -SlurmScripts.keptSeconds - 60)
        for number in 10..<200 {
            let path = folder.path + "/job-\(number).1.json"
            try Data("{}".utf8).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
        }
        // Each writes what the others find and must not remove.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for attempt in 1...8 {
                group.addTask { try SlurmScripts(folder: folder.path).keep(record, attempt: attempt) }
            }
            try await group.waitForAll()
        }
        let scripts = SlurmScripts(folder: folder.path)
        for attempt in 1...8 { #expect(scripts.submission(of: record.runId, attempt: attempt, cluster: record.cluster) != nil) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 8)
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
