import Foundation
import Remediation
import RemediationTesting
import SchedulerClients
import Testing

@Suite struct SlurmHookTests {
    private func events(_ body: [UInt8], _ change: (inout SlurmOptions) -> Void = { _ in }) async throws -> [SchedulerEvent] {
        var options = SlurmOptions(looksUpJobs: false)
        change(&options)
        return try await SlurmHook(options, transport: HTTPTransport()).events(in: body)
    }

    private func failure(_ record: String, _ change: (inout SlurmOptions) -> Void = { _ in }) async throws -> JobFailure {
        guard case .failed(let failure) = try #require(try await events(Array(record.utf8), change).first) else {
            throw RemediationError(.internalFault, "not a failure")
        }
        return failure
    }

    /// `record` with the text `old` replaced.
    private func edit(_ record: String, _ old: String, _ new: String) throws -> String {
        try #require(record.contains(old))
        return record.replacingOccurrences(of: old, with: new)
    }

    @Test func readsAKillForLackOfMemory() async throws {
        let failure = try await failure(SlurmRecords.outOfMemory)
        #expect(
            failure
                == JobFailure(
                    job: "oom",
                    runId: "1",
                    attempt: 1,
                    engine: "slurm",
                    schedulerState: "OUT_OF_MEMORY",
                    exitCode: nil,
                    signal: Signal(number: 125),
                    resources: Resources(memoryBytes: 300 << 20, cpus: 1),
                    runSeconds: 3,
                    labels: ["user": "root", "queue": "batch"]
                )
        )
    }

    @Test func seesAKillInsideAStep() async throws {
        let failure = try await failure(SlurmRecords.outOfMemoryInStep)
        #expect(failure.schedulerState == "OUT_OF_MEMORY")
        #expect(failure.exitCode == 1)
        #expect(failure.signal == Signal(number: 125))
    }

    @Test func readsSignalsTimeoutsAndExitStatuses() async throws {
        let fault = try await failure(SlurmRecords.segmentationFault)
        #expect((fault.schedulerState, fault.exitCode, fault.signal) == ("FAILED", nil, Signal(number: 11)))
        #expect(fault.resources.timeLimitSeconds == nil)
        let timeout = try await failure(SlurmRecords.timeout)
        #expect((timeout.schedulerState, timeout.exitCode, timeout.signal) == ("TIMEOUT", nil, nil))
        #expect(timeout.resources.timeLimitSeconds == 60)
        let exit = try await failure(SlurmRecords.ownFiles)
        #expect((exit.schedulerState, exit.exitCode, exit.signal) == ("FAILED", 1, nil))
        #expect(try await failure(SlurmRecords.cancelled).schedulerState == "CANCELLED")
    }

    @Test func readsAJobThatEndedWell() async throws {
        let event = try await events(Array(SlurmRecords.completed.utf8))
        #expect(
            event == [
                .finished(
                    Attempt(
                        job: "good",
                        runId: "3",
                        attempt: 1,
                        engine: "slurm",
                        requested: Resources(memoryBytes: 400 << 20, cpus: 2, timeLimitSeconds: 300),
                        result: .succeeded,
                        runSeconds: 1,
                        labels: ["user": "root", "queue": "batch"],
                        endedAt: Timestamp(parsing: "2026-11-21T09:05:01Z")
                    )
                )
            ]
        )
    }

    @Test func namesATaskOfAnArrayByArrayAndTask() async throws {
        #expect(try await failure(SlurmRecords.arrayTask).runId == "6_1")
    }

    @Test func saysNothingOfRequeuesAndOfJobsThatNeverRan() async throws {
        #expect(try await events(Array(SlurmRecords.requeued.utf8)).isEmpty)
        #expect(try await events(Array(SlurmRecords.cancelledWhileWaiting.utf8)).isEmpty)
    }

    @Test func dividesAmongNodes() async throws {
        var record = try edit(SlurmRecords.outOfMemory, "cpu=1,mem=300M,node=1", "cpu=16,mem=1.50G,node=4,gres/gpu=8")
        record = try edit(record, #""total_nodes":1"#, #""total_nodes":4"#)
        let resources = try await failure(record).resources
        #expect(resources == Resources(memoryBytes: 384 << 20, cpus: 4, gpus: 2, workers: 4))
    }

    @Test(
        arguments: [
            ("1G", 1 << 30), ("1536M", 1536 << 20), ("512", 512 << 20), ("2T", 2 << 40), ("300K", 300 << 10),
            ("nonsense", 1), ("-5M", 1), ("0", 1), ("1e300G", 1), ("nanG", 1), ("infM", 1),
        ] as [(String, Int64)]
    )
    func readsMemory(text: String, bytes: Int64) async throws {
        let record = try edit(SlurmRecords.outOfMemory, "mem=300M", "mem=\(text)")
        #expect(try await failure(record).resources.memoryBytes == bytes)
    }

    @Test func namesJobsByUserWhereAsked() async throws {
        #expect(try await failure(SlurmRecords.outOfMemory) { $0.jobNaming = .userAndName }.job == "root/oom")
        #expect(try await failure(edit(SlurmRecords.outOfMemory, #""oom""#, #""""#)).job == "unnamed")
        let long = try await failure(edit(SlurmRecords.outOfMemory, #""oom""#, "\"" + String(repeating: "ä\\n", count: 5_000) + "\""))
        #expect(long.job.utf8.count <= 400)
        #expect(!long.job.contains("\n"))
    }

    @Test func readsLogsOnlyWithinTheRoots() async throws {
        let folder = try TemporaryFolder()
        try folder.write("output\nslurmstepd: error: Detected 1 oom-kill event(s)\n", to: "slurm-1.out")
        let record = try edit(
            edit(SlurmRecords.outOfMemory, #"\/scratch\/run"#, folder.path),
            #""user_id":0"#,
            #""user_id":\#(getuid())"#
        )
        #expect(try await failure(record) { $0.logRoots = [folder.path] }.log.contains("oom-kill"))
        #expect(try await failure(record).log == "")
        #expect(try await failure(record) { $0.logRoots = ["/usr/share"] }.log == "")
    }

    @Test(arguments: [
        (#""jobid":1"#, #""jobid":"one""#, "jobid"), (#""jobid":1"#, #""jobid":-1"#, "jobid"), (#""jobid":1"#, #""job":1"#, "jobid"),
        (#""exit_code":"0:125""#, #""exit_code":"125""#, "exit_code"), (#""exit_code":"0:125""#, #""exit_code":5"#, "exit_code"),
        (#""derived_ec":"0:0""#, #""derived_ec":"0:999""#, "derived_ec"), (#""OUT_OF_MEMORY""#, #""EXPLODED""#, "state"),
        (#""OUT_OF_MEMORY""#, #""""#, "state"), (#""OUT_OF_MEMORY""#, "7", "state"), (#""elapsed":3"#, #""elapsed":-3"#, "elapsed"),
        (#""total_nodes":1"#, #""total_nodes":1e99"#, "total_nodes"), (#""job_name":"oom""#, #""job_name":{}"#, "job_name"),
    ])
    func namesTheFieldAtFault(old: String, new: String, field: String) async throws {
        let record = try edit(SlurmRecords.outOfMemory, old, new)
        let error = await #expect(throws: RemediationError.self) { try await events(Array(record.utf8)) }
        #expect(error?.code == .invalidInput)
        #expect(error?.field == field)
    }

    @Test(arguments: ["", "[]", "null", "{}", "\u{0}", "{\"jobid\":1", "hello", "[[[[[["])
    func refusesOtherBodies(body: String) async {
        await #expect(throws: RemediationError.self) { try await events(Array(body.utf8)) }
    }

    @Test func takesScriptsThatAreNotUTF8() async throws {
        var body = Array(SlurmRecords.outOfMemory.utf8)
        let at = try #require(body.firstRange(of: Array("python3".utf8))).lowerBound
        body[at] = 0xe9
        #expect(try await events(body).count == 1)
    }

    @Test func keepsScriptsForResubmission() async throws {
        let folder = try TemporaryFolder()
        _ = try await failure(SlurmRecords.outOfMemory) { $0.scriptFolder = folder.path + "/scripts" }
        let data = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/scripts/job-1.1.json"))
        #expect(String(decoding: data, as: UTF8.self).contains("bytearray"))
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/scripts/job-1.1.json")[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func refusesWhenSlurmCannotBeAsked() async throws {
        let error = await #expect(throws: RemediationError.self) {
            try await events(Array(SlurmRecords.outOfMemory.utf8)) {
                $0.looksUpJobs = true
                $0.programFolders = ["/nowhere"]
            }
        }
        #expect(error?.code == .unavailable)
    }

    /// Whatever happens to a record on its way: an error that says so, or events that the service's own contract accepts.
    @Test(arguments: 0..<8 as Range<UInt64>) func survivesMutatedRecords(seed: UInt64) async throws {
        var generator = SplitMix64(seed: seed)
        let hook = try SlurmHook(SlurmOptions(looksUpJobs: false), transport: HTTPTransport())
        var read = 0
        for _ in 0..<400 {
            let body = Self.mutate(SlurmRecords.all.randomElement(using: &generator)!, using: &generator)
            do {
                for event in try await hook.events(in: body) {
                    read += 1
                    switch event {
                    case .failed(let failure):
                        let again = try JSONDecoder().decode(JobFailure.self, from: JSONEncoder().encode(failure))
                        #expect(again == failure)
                    case .finished(let attempt):
                        let again = try JSONDecoder().decode(Attempt.self, from: JSONEncoder().encode(attempt))
                        #expect(again == attempt)
                    }
                }
            } catch let error as RemediationError {
                #expect(error.code == .invalidInput)
            }
        }
        #expect(read > 50)
    }

    private static func mutate(_ record: String, using generator: inout SplitMix64) -> [UInt8] {
        var body = Array(record.utf8)
        switch UInt8.random(in: 0..<4, using: &generator) {
        case 0:
            // Some bytes are others.
            for _ in 0...Int.random(in: 0..<4, using: &generator) {
                body[Int.random(in: body.indices, using: &generator)] = UInt8.random(in: .min ... .max, using: &generator)
            }
        case 1:
            // A piece is missing.
            let begin = Int.random(in: body.indices, using: &generator)
            body.removeSubrange(begin..<min(body.count, begin + Int.random(in: 1..<200, using: &generator)))
        default:
            // Fields have other values, or are gone.
            guard var object = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] else { return body }
            let values: [Any] = [
                -1, 0, 1, 1e30, -1e30, 4_294_967_296, 9_007_199_254_740_993, "", "0:125", "x", "%", "%j%%%A%9999x", "../../etc/passwd",
                String(repeating: "\u{1F600}", count: 400), NSNull(), [Any](), [String: Any](), true, "mem=1P,cpu=0.0000001,node=999999",
                "mem=99999999999P", "1:1", "CANCELLED by 0", "2026-13-45T99:99:99", "\u{0}\u{1}",
            ]
            for _ in 0...Int.random(in: 0..<3, using: &generator) {
                let key = object.keys.sorted().randomElement(using: &generator)!
                object[key] = Bool.random(using: &generator) ? values.randomElement(using: &generator)! : nil
            }
            body = Array((try? JSONSerialization.data(withJSONObject: object)) ?? Data())
        }
        return body
    }
}
