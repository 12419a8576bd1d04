import Foundation
import Remediation
import RemediationTesting
import Testing

@testable import SchedulerClients

@Suite struct SlurmJobTests {
    /// As `scontrol show job` of 22.05.8 printed it after `requeuehold`.
    private let output = """
        JobId=5 JobName=segv
           UserId=ana(1000) GroupId=root(0) MCS_label=N/A
           Priority=0 Nice=0 Account=(null) QOS=(null)
           JobState=PENDING Reason=job_requeued_in_held_state Dependency=(null)
           Requeue=1 Restarts=1 BatchFlag=1 Reboot=0 ExitCode=0:11
           RunTime=00:00:00 TimeLimit=UNLIMITED TimeMin=N/A
           SubmitTime=2026-11-21T09:08:00 EligibleTime=2026-11-21T09:10:01
           AccrueTime=Unknown
           StartTime=2026-11-21T09:10:01 EndTime=Unknown Deadline=N/A
           SuspendTime=None SecsPreSuspend=0 LastSchedEval=2026-11-21T09:05:02 Scheduler=Main
           Partition=batch AllocNode:Sid=localhost:7116
           NumNodes=1 NumCPUs=1 NumTasks=1 CPUs/Task=1 ReqB:S:C:T=0:0:*:*
           TRES=cpu=1,mem=256M,node=1,billing=1
           MinCPUsNode=1 MinMemoryNode=256M MinTmpDiskNode=0
           Command=(null)
           WorkDir=/scratch/run
           AdminComment=mulligan:abc of ours
           Comment=Restarts=9 JobState=RUNNING
           StdErr=/scratch/run/a b.err
           StdIn=/dev/null
           StdOut=/scratch/run/slurm-5.out
           Power=


        """

    @Test func readsWhatScontrolShows() throws {
        let job = try #require(SlurmJob(scontrol: output))
        #expect(job.jobId == 5)
        #expect(job.state.name == "PENDING")
        #expect(job.reason == "job_requeued_in_held_state")
        #expect(job.restarts == 1)
        #expect(job.isHeld && job.isRequeuedAndHeld)
        // As `RequeueExitHold` leaves it.
        let special = try #require(SlurmJob(scontrol: output.replacing("JobState=PENDING", with: "JobState=SPECIAL_EXIT")))
        #expect(special.isHeld)
        #expect(job.startTime == "2026-11-21T09:10:01")
        #expect(job.endTime == nil)
        #expect(job.userName == "ana")
        #expect(job.partition == "batch")
        #expect(job.adminComment == "mulligan:abc of ours")
        #expect(job.carries(SlurmMarker(idempotencyKey: "abc")))
        #expect(!job.carries(SlurmMarker(idempotencyKey: "ab")))
        #expect(job.standardOutput == "/scratch/run/slurm-5.out")
        #expect(job.standardError == "/scratch/run/a b.err")
    }

    @Test func aNameCannotPassForAField() throws {
        let hostile = output.replacingOccurrences(of: "JobName=segv", with: "JobName=x JobState=COMPLETED Restarts=7 Priority=5")
        let job = try #require(SlurmJob(scontrol: hostile))
        #expect(job == SlurmJob(scontrol: output))
    }

    @Test func readsTheFirstOfSeveral() throws {
        let job = try #require(SlurmJob(scontrol: output + output.replacingOccurrences(of: "JobId=5", with: "JobId=6")))
        #expect(job.jobId == 5)
        #expect(SlurmJob(scontrol: "") == nil)
        #expect(SlurmJob(scontrol: "No jobs in the system") == nil)
    }

    @Test func survivesMutatedOutput() {
        var generator = SplitMix64(seed: 11)
        for _ in 0..<3_000 {
            var bytes = Array(output.utf8)
            for _ in 0..<5 { bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: .min ... .max, using: &generator) }
            bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
            _ = SlurmJob(scontrol: String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test func aMarkReplacesAnOlderOneAndKeepsTheRest() {
        let marker = SlurmMarker(idempotencyKey: "k 1;\u{e9}=")
        #expect(marker.text == "mulligan:k.1....")
        #expect(marker.added(to: "") == marker.text)
        #expect(marker.added(to: "note mulligan:old more") == "note more \(marker.text)")
        #expect(marker.isIn("a \(marker.text) b"))
        #expect(!marker.isIn("a\(marker.text)"))
    }

    @Test func changesAreInSlurmsUnitsRoundedUp() {
        let change = SlurmChange(
            Samples.repair(target: Resources(memoryBytes: (700 << 20) + 1, cpus: 2.5, timeLimitSeconds: 61))
        )
        #expect((change.memoryMegabytes, change.cpus, change.timeLimitMinutes) == (701, 3, 2))
        let same = SlurmChange(Samples.repair(target: Resources(memoryBytes: 1)))
        #expect((same.memoryMegabytes, same.cpus, same.timeLimitMinutes) == (1, nil, nil))
        let wide = SlurmChange(Samples.repair(target: Resources(memoryBytes: 1 << 30, cpus: 2, workers: 3)))
        #expect((wide.memoryMegabytes, wide.cpus) == (1024, 6))
    }
}
