import Foundation
import Remediation
import RemediationTesting
import Testing

@testable import SchedulerClients

/// Everything against a real Slurm: jobs that the kernel kills, records that Slurm posts, repairs that it carries out.
///
/// One test a life: the cluster takes some seconds to start, and the steps share it.
@Suite(
    .serialized,
    .enabled(if: SlurmCluster.isPossible, "needs root and Slurm's packages, installed or installable"),
    .timeLimit(.minutes(15))
)
struct SlurmClusterTests {
    /// Needs 600 MB.
    private static let hungry = #"exec python3 -c "x = bytearray(600 << 20); x[::4096] = b'1' * len(x[::4096]); print('done')""#

    @Test func repairsRealJobs() async throws {
        let cluster = try await SlurmCluster()
        do {
            try await repairsAJobThatRanOutOfMemory(cluster)
            try await seesAKillInsideSrun(cluster)
            try await repairsOneTaskOfAnArray(cluster)
            try await completesARepairThatWasInterrupted(cluster)
            try await changesProcessorsAndTimeLimit(cluster)
            try await refusesWhatCannotBeRepaired(cluster)
            try await repairsByTheRESTAPI(cluster)
            try await SchedulerClientConformance(SlurmHarness(cluster: cluster)).run()
        } catch {
            try await cluster.stop()
            throw error
        }
        try await cluster.stop()
    }

    private func repairsAJobThatRanOutOfMemory(_ cluster: SlurmCluster) async throws {
        let id = try await cluster.submit(["--job-name=hungry", "--mem=300"], script: "echo starting\n\(Self.hungry)")
        let hook = try SlurmHook(cluster.options, transport: HTTPTransport())
        guard case .failed(let failure) = try await cluster.event(of: id, attempt: 1, hook: hook) else {
            Issue.record("the job did not fail")
            return
        }
        #expect(failure.job == "hungry")
        #expect(failure.schedulerState == "OUT_OF_MEMORY")
        #expect(failure.signal == Signal(number: 125))
        #expect(failure.resources == Resources(memoryBytes: 300 << 20, cpus: 1))
        #expect(failure.labels == ["user": "root", "queue": "batch", "cluster": "mulligan"].filter { failure.labels[$0.key] != nil })
        #expect(failure.log.contains("starting"))
        #expect(failure.log.contains("oom"))

        let client = try SlurmClient(cluster.options, transport: HTTPTransport())
        let repair = Samples.repair(key: "first", runId: id, attempt: failure.attempt, megabytes: 1024)
        #expect(try await client.apply(repair) == "job \(id) was requeued with 1024 MiB a node")
        let again = try await client.apply(repair)
        #expect(again.contains("nothing was changed"))
        let ended = try await cluster.end(of: id)
        #expect(ended.state.name == "COMPLETED")
        #expect(ended.restarts == 1)

        guard case .finished(let attempt) = try await cluster.event(of: id, attempt: 2, hook: hook) else {
            Issue.record("the job did not end well")
            return
        }
        #expect(attempt.requested.memoryBytes == 1 << 30)
        #expect(attempt.result == .succeeded)
        // Slurm posted the first attempt a second time, as PENDING: it must not count.
        #expect(cluster.records(of: id).count == 3)

        #expect(try await client.apply(repair).contains("nothing was changed"))
        let other = await schedulerError { _ = try await client.apply(Samples.repair(key: "second", runId: id)) }
        #expect(other?.isTransient == false)
        #expect(try await cluster.job(id)?.restarts == 1)
    }

    private func seesAKillInsideSrun(_ cluster: SlurmCluster) async throws {
        let id = try await cluster.submit(["--job-name=step", "--mem=300"], script: "srun \(Self.hungry.dropFirst(5))")
        let hook = try SlurmHook(cluster.options, transport: HTTPTransport())
        guard case .failed(let failure) = try await cluster.event(of: id, attempt: 1, hook: hook) else { return }
        #expect(failure.schedulerState == "OUT_OF_MEMORY")
        #expect(failure.exitCode == 1)
        #expect(failure.log.contains("oom"))
    }

    private func repairsOneTaskOfAnArray(_ cluster: SlurmCluster) async throws {
        let id = try await cluster.submit(
            ["--job-name=array", "--array=1-2", "--mem=50"],
            script: "exit $((SLURM_RESTART_COUNT ? 0 : SLURM_ARRAY_TASK_ID))"
        )
        let hook = try SlurmHook(cluster.options, transport: HTTPTransport())
        for task in 1...2 { _ = try await cluster.event(of: "\(id)_\(task)", attempt: 1, hook: hook) }
        let client = try SlurmClient(cluster.options, transport: HTTPTransport())
        // The task that has the array's own number, the dangerous one.
        _ = try await client.apply(Samples.repair(key: "array", runId: "\(id)_2", megabytes: 60))
        #expect(try await cluster.end(of: "\(id)_2").restarts == 1)
        #expect(try await cluster.job("\(id)_1")?.restarts == 0)
    }

    private func completesARepairThatWasInterrupted(_ cluster: SlurmCluster) async throws {
        let client = try SlurmClient(cluster.options, transport: HTTPTransport())
        for stage in 0..<2 {
            let id = try await cluster.submit(["--job-name=half", "--mem=50"], script: "exit $((SLURM_RESTART_COUNT ? 0 : 3))")
            _ = try await cluster.end(of: id)
            let repair = Samples.repair(key: "half-\(stage)", runId: id, megabytes: 77)
            // As a crash after the first or the second step would leave it.
            let control = SlurmControl(cluster.options)
            try await control.requeueHold(id)
            if stage == 1 { try await control.update(id, ["AdminComment=mulligan:half-1", "MinMemoryNode=77"]) }
            _ = try await client.apply(repair)
            let ended = try await cluster.end(of: id)
            #expect(ended.restarts == 1)
            #expect(ended.state.name == "COMPLETED")
            #expect(try await cluster.command(["scontrol", "show", "job", id]).contains("MinMemoryNode=77M"))
        }
    }

    private func changesProcessorsAndTimeLimit(_ cluster: SlurmCluster) async throws {
        let id = try await cluster.submit(["--mem-per-cpu=60", "--time=1"], script: "exit $((SLURM_RESTART_COUNT ? 0 : 3))")
        _ = try await cluster.command(["scontrol", "update", "JobId=\(id)", "AdminComment=keep me"])
        _ = try await cluster.end(of: id)
        let client = try SlurmClient(cluster.options, transport: HTTPTransport())
        var repair = Samples.repair(key: "all", runId: id)
        repair.current = Resources(memoryBytes: 60 << 20, cpus: 1, timeLimitSeconds: 60)
        repair.target = Resources(memoryBytes: 500 << 20, cpus: 2, timeLimitSeconds: 3_601)
        _ = try await client.apply(repair)
        let ended = try await cluster.end(of: id)
        #expect(ended.state == SlurmState("COMPLETED"))
        let shown = try await cluster.command(["scontrol", "show", "job", id])
        for part in ["MinMemoryNode=500M", "NumCPUs=2", "TimeLimit=01:01:00", "AdminComment=keep me mulligan:all"] {
            #expect(shown.contains(part))
        }
    }

    private func refusesWhatCannotBeRepaired(_ cluster: SlurmCluster) async throws {
        let client = try SlurmClient(cluster.options, transport: HTTPTransport())
        func refusal(_ id: String) async -> SchedulerError? {
            await schedulerError { _ = try await client.apply(Samples.repair(key: "no", runId: id)) }
        }
        let gone = await refusal("60000000")
        #expect(gone?.isTransient == false)
        #expect(gone?.message.contains("MinJobAge") == true)
        for id in ["1;2", "--help", "", "1_2_3", "1,2", "12_[1-2]"] { #expect(await refusal(id)?.isTransient == false) }

        let running = try await cluster.submit(["--mem=50"], script: "exec sleep 600")
        while try await cluster.job(running)?.state.name != "RUNNING" { try await Task.sleep(for: .milliseconds(50)) }
        #expect(await refusal(running)?.isTransient == false)
        _ = try await cluster.command(["scancel", running])
        let ended = try await cluster.end(of: running)
        #expect(ended.state.name == "CANCELLED")
        #expect(await refusal(running)?.message.contains("cancelled") == true)
        #expect(try await cluster.job(running)?.restarts == 0)

        let held = try await cluster.submit(["--mem=50", "--hold"], script: "true")
        #expect(await refusal(held)?.isTransient == false)
    }

    private func repairsByTheRESTAPI(_ cluster: SlurmCluster) async throws {
        let token = try await cluster.command(["scontrol", "token", "username=root"]).split(separator: "=")[1]
            .trimmingCharacters(in: .whitespacesAndNewlines)
        var options = cluster.options
        options.mode = .rest
        options.restURL = "http://127.0.0.1:\(cluster.restPort)"
        options.restToken = .file(try cluster.folder.write(token + "\n", to: "token"))
        options.scriptFolder = cluster.folder.path + "/scripts"
        let transport = HTTPTransport()
        let hook = try SlurmHook(options, transport: transport)
        let client = try SlurmClient(options, transport: transport)

        // An ended job is submitted anew, once.
        let id = try await cluster.submit(["--job-name=again", "--mem=300"], script: Self.hungry)
        guard case .failed(let failure) = try await cluster.event(of: id, attempt: 1, hook: hook) else { return }
        #expect(failure.log.contains("oom"))
        let repair = Samples.repair(key: "rest", runId: id)
        let receipt = try await client.apply(repair)
        let newId = try #require(receipt.split(separator: " ").compactMap { Int($0) }.dropFirst().first)
        #expect(try await client.apply(repair).contains("nothing was changed"))
        let ended = try await cluster.end(of: String(newId))
        #expect(ended.state.name == "COMPLETED")
        #expect(try await client.apply(repair).contains("nothing was changed"))
        guard case .finished(let attempt) = try await cluster.event(of: String(newId), attempt: 1, hook: hook) else { return }
        #expect(attempt.job == "again")
        #expect(attempt.requested.memoryBytes == 1 << 30)

        // A held job is changed and released.
        let held = try await cluster.submit(["--mem=50"], script: "exit $((SLURM_RESTART_COUNT ? 0 : 3))")
        _ = try await cluster.end(of: held)
        try await SlurmControl(cluster.options).requeueHold(held)
        _ = try await client.apply(Samples.repair(key: "held", runId: held, megabytes: 66))
        #expect(try await cluster.job(held)?.isHeld == false)
        #expect(try await cluster.command(["scontrol", "show", "job", held]).contains("MinMemoryNode=66M"))

        try await keepsTheShapeByTheRESTAPI(cluster, options)
        #expect(await schedulerError { _ = try await client.apply(Samples.repair(key: "gone", runId: "60000000")) }?.isTransient == false)
        options.restToken = .token(Secret("wrong"))
        let stranger = try SlurmClient(options, transport: transport)
        #expect(await schedulerError { _ = try await stranger.apply(repair) } != nil)
    }

    /// Tasks, CPUs and the like, as far as one node of two CPUs goes; several nodes and GPUs are in `SlurmRESTRepairerTests`.
    private func keepsTheShapeByTheRESTAPI(_ cluster: SlurmCluster, _ options: SlurmOptions) async throws {
        let hook = try SlurmHook(options, transport: HTTPTransport())
        let client = try SlurmClient(options, transport: HTTPTransport())
        func shown(_ id: String) async throws -> String { try await cluster.command(["scontrol", "show", "job", id]) }

        let shape = ["--mem=50", "--nodes=1", "--ntasks-per-node=2", "--no-requeue", "--nice=7", "--time=9"]
        let tasks = try await cluster.submit(["--job-name=tasks"] + shape, script: "exit 3")
        _ = try await cluster.event(of: tasks, attempt: 1, hook: hook)
        let receipt = try await client.apply(Samples.repair(key: "tasks", runId: tasks, megabytes: 77))
        let newId = try #require(receipt.split(separator: " ").compactMap { Int($0) }.dropFirst().first)
        _ = try await cluster.end(of: String(newId))
        let again = try await shown(String(newId))
        for part in ["NumNodes=1 NumCPUs=2 NumTasks=2 CPUs/Task=1", "MinMemoryNode=77M", "TimeLimit=00:09:00", "Nice=7", "Requeue=0"] {
            #expect(again.contains(part), "\(part)")
        }

        // The CPUs of a held job.
        let held = try await cluster.submit(["--mem=50"], script: "exit $((SLURM_RESTART_COUNT ? 0 : 3))")
        _ = try await cluster.end(of: held)
        try await SlurmControl(options).requeueHold(held)
        let wider = Samples.repair(key: "wider", runId: held, target: Resources(memoryBytes: 66 << 20, cpus: 2))
        #expect(try await client.apply(wider) == "held job \(held) was released with 66 MiB a node, 2 CPUs")
        let changed = try await shown(held)
        for part in ["MinMemoryNode=66M", "NumCPUs=2"] { #expect(changed.contains(part), "\(part)") }

        // What cannot be asked for is not submitted.
        let apart = try await cluster.submit(["--job-name=apart", "--mem=50", "--contiguous"], script: "exit 3")
        _ = try await cluster.event(of: apart, attempt: 1, hook: hook)
        let refusal = await schedulerError { _ = try await client.apply(Samples.repair(key: "apart", runId: apart)) }
        #expect(refusal?.isTransient == false)
        #expect(refusal?.message.contains("contiguous") == true)
        let listed = try await cluster.command(["squeue", "--noheader", "--states=all", "--name=apart", "--format=%i"])
        #expect(listed.split(separator: "\n").count == 1)

        // A job that Slurm itself holds is changed, and not submitted beside.
        let path = cluster.folder.path + "/slurm.conf"
        try cluster.folder.write(try String(contentsOfFile: path, encoding: .utf8) + "RequeueExitHold=77\n", to: "slurm.conf")
        _ = try await cluster.command(["scontrol", "reconfigure"])
        let special = try await cluster.submit(["--mem=50"], script: "exit $((SLURM_RESTART_COUNT ? 0 : 77))")
        for _ in 0..<600 {
            if try await cluster.job(special)?.isHeld == true { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        // Of an array that is held whole, one task alone.
        let array = try await cluster.submit(["--mem=50", "--array=1-2"], script: "exit $((SLURM_RESTART_COUNT ? 0 : 77))")
        for task in 1...2 {
            for _ in 0..<600 {
                if try await cluster.job("\(array)_\(task)")?.isHeld == true { break }
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        _ = try await client.apply(Samples.repair(key: "array", runId: "\(array)_1", megabytes: 99))
        #expect(try await cluster.job("\(array)_1")?.isHeld == false)
        #expect(try await shown("\(array)_1").contains("MinMemoryNode=99M"))
        // The last task to start has the array's own number.
        let whole = await schedulerError { _ = try await client.apply(Samples.repair(key: "whole", runId: "\(array)_2", megabytes: 99)) }
        #expect(whole?.message.contains("whole array") == true)
        #expect(try await cluster.job("\(array)_2")?.isHeld == true)
        #expect(try await shown("\(array)_2").contains("MinMemoryNode=50M"))

        let released = try await client.apply(Samples.repair(key: "special", runId: special, megabytes: 88))
        #expect(released == "held job \(special) was released with 88 MiB a node")
        #expect(try await shown(special).contains("MinMemoryNode=88M"))
        #expect(try await cluster.job(special)?.isHeld == false)
    }
}
