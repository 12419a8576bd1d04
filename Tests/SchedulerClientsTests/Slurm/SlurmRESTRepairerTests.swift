import Foundation
import Remediation
import Testing

@testable import SchedulerClients

/// What is sent to slurmrestd, to answers that 22.05.8 gave.
@Suite(.timeLimit(.minutes(1))) struct SlurmRESTRepairerTests {
    /// A repair of `SlurmRESTAnswers.failed`: 400 MiB instead of 200, and `cpus` of a node instead of 4.
    private func repair(cpus: Double = 4) -> Repair {
        var repair = Samples.repair(key: "key", runId: "700099")
        repair.current = Resources(memoryBytes: 200 << 20, cpus: 4, timeLimitSeconds: 600, workers: 2)
        repair.target = Resources(memoryBytes: 400 << 20, cpus: cpus, timeLimitSeconds: 600, workers: 2)
        return repair
    }

    /// A repair of `SlurmRESTAnswers.held`: 400 MiB instead of 200, and `cpus` instead of 2.
    private func heldRepair(cpus: Double = 2) -> Repair {
        var repair = Samples.repair(key: "key", runId: "700100")
        repair.current = Resources(memoryBytes: 200 << 20, cpus: 2)
        repair.target = Resources(memoryBytes: 400 << 20, cpus: cpus)
        return repair
    }

    private func json(_ text: String) throws -> JSONValue { try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) }

    /// `text` with `old` replaced.
    private func edit(_ text: String, _ old: String, _ new: String) throws -> String {
        try #require(text.contains(old))
        return text.replacing(old, with: new)
    }

    // MARK: - Submitting anew

    @Test func submitsAJobOfSeveralNodesAndGPUsInItsShape() async throws {
        let stage = try SlurmRESTStage(SlurmRESTAnswers.failed, record: SlurmRESTAnswers.failedRecord)
        #expect(try await stage.client.apply(repair()) == "job 700099 was submitted again as job 99 with 400 MiB a node")
        let posts = try stage.posts()
        #expect(posts.map(\.path) == ["/job/submit"])
        let expected = try json(
            ##"""
            {
              "script": "#!/bin/bash\n#SBATCH --nodes=2\nsrun ./train\nexit 3\n",
              "job": {
                "name": "train", "comment": "mulligan:key", "partition": "batch", "nodes": "2", "tasks": 4, "tasks_per_node": 2,
                "cpus_per_task": 2, "gres": "gres:gpu:tesla:1", "memory_per_node": 400, "time_limit": 10,
                "current_working_directory": "/scratch/run", "standard_input": "/dev/null",
                "standard_output": "/scratch/run/train-%j.log",
                "environment": {
                  "PATH": "/usr/local/bin:/usr/bin:/bin", "SLURM_CPUS_PER_TASK": "2", "SLURM_NTASKS_PER_NODE": "2"
                }
              }
            }
            """##
        )
        #expect(posts.first?.body == expected)
    }

    @Test func submitsWithTheCPUsThatTheReceiptNames() async throws {
        let stage = try SlurmRESTStage(SlurmRESTAnswers.failed, record: SlurmRESTAnswers.failedRecord)
        let receipt = try await stage.client.apply(repair(cpus: 8))
        #expect(receipt == "job 700099 was submitted again as job 99 with 400 MiB a node, 16 CPUs")
        let job = try #require(try stage.submitted())
        #expect(job["tasks"]?.number == 4)
        #expect(job["cpus_per_task"]?.number == 4)
        #expect(job["environment"]?["SLURM_CPUS_PER_TASK"]?.string == "4")
    }

    @Test(arguments: [
        (#""tres_per_job":"""#, #""tres_per_job":"gres:gpu:tesla:3,gres:gpu:volta:1""#, #"{"gpus":"tesla:3,volta:1"}"#),
        (#""tres_per_task":"""#, #""tres_per_task":"gres:gpu:1""#, #"{"gpus_per_task":"1"}"#),
        (#""tres_per_socket":"""#, #""tres_per_socket":"gres:gpu:1""#, #"{"gpus_per_socket":"1"}"#),
        (#""cpus_per_tres":"""#, #""cpus_per_tres":"gres:gpu:2""#, #"{"cpus_per_gpu":"2"}"#),
        (#""shared":null"#, #""shared":"none""#, #"{"exclusive":"exclusive"}"#),
        (#""shared":null"#, #""shared":"shared""#, #"{"exclusive":"oversubscribe"}"#),
        (#""time_limit":10"#, #""time_limit":null"#, #"{"time_limit":0}"#),
        (#""nice":null"#, #""nice":-5"#, #"{"nice":-5}"#),
        (#""requeue":true"#, #""requeue":false"#, #"{"no_requeue":true}"#),
        (#""minimum_cpus_per_node":4"#, #""minimum_cpus_per_node":6"#, #"{"minimum_cpus_per_node":6}"#),
        (#""minimum_tmp_disk_per_node":0"#, #""minimum_tmp_disk_per_node":7"#, #"{"temporary_disk_per_node":7}"#),
        (#""flags":["#, #""flags":["SPREAD_JOB","GRES_ENFORCE_BIND","#, #"{"spread_job":true,"gres_flags":"enforce-binding"}"#),
        (#""features":"""#, #""features":"fast&new""#, #"{"constraints":"fast&new"}"#),
        (#""required_nodes":"","requeue""#, #""required_nodes":"n1","requeue""#, #"{"nodelist":"n1"}"#),
        (#""resv_name":"""#, #""resv_name":"night""#, #"{"reservation":"night"}"#),
    ])
    func asksForWhatTheJobAskedFor(old: String, new: String, fields: String) async throws {
        let stage = try SlurmRESTStage(edit(SlurmRESTAnswers.failed, old, new), record: SlurmRESTAnswers.failedRecord)
        _ = try await stage.client.apply(repair())
        let job = try #require(try stage.submitted())
        let expected = try JSONDecoder().decode([String: JSONValue].self, from: Data(fields.utf8))
        for (name, value) in expected { #expect(job[name] == value, "\(name)") }
    }

    @Test func tellsTheScriptWhatSbatchWould() async throws {
        var answer = try edit(SlurmRESTAnswers.failed, #""tres_per_task":"""#, #""tres_per_task":"gres:gpu:tesla:1""#)
        answer = try edit(answer, #""tasks_per_core":null"#, #""tasks_per_core":1"#)
        let record = try edit(SlurmRESTAnswers.failedRecord, #""ntasks_per_tres":0"#, #""ntasks_per_tres":3"#)
        let stage = try SlurmRESTStage(answer, record: record)
        _ = try await stage.client.apply(repair())
        let job = try #require(try stage.submitted())
        #expect(job["ntasks_per_gpu"]?.number == 3)
        let expected = try json(
            #"{"PATH":"/usr/local/bin:/usr/bin:/bin","SLURM_CPUS_PER_TASK":"2","SLURM_NTASKS_PER_NODE":"2","SLURM_GPUS_PER_TASK":"tesla:1","SLURM_NTASKS_PER_CORE":"1","SLURM_NTASKS_PER_GPU":"3"}"#
        )
        #expect(job["environment"] == expected)
    }

    /// Slurm says so of a job that it took and that cannot start yet.
    @Test func aRemarkBesideTheNumberIsNoRefusal() async throws {
        let remark = #"{"error":"Requested node configuration is not available now","error_code":2015}"#
        let stage = try SlurmRESTStage(SlurmRESTAnswers.failed, record: SlurmRESTAnswers.failedRecord, remark: remark)
        #expect(try await stage.client.apply(repair()).hasPrefix("job 700099 was submitted again as job 99"))
    }

    @Test func aJobThatFailedAgainHasAnotherRepair() async throws {
        let answer = try edit(SlurmRESTAnswers.failed, #""restart_cnt":0"#, #""restart_cnt":1"#)
        let stage = try SlurmRESTStage(answer, record: SlurmRESTAnswers.failedRecord)
        #expect(await schedulerError { _ = try await stage.client.apply(repair()) }?.message.contains("failed again") == true)
        #expect(try stage.posts().isEmpty)
    }

    /// A repair that is sent twice finds its mark also where another repair followed; what the user wrote stays.
    @Test func earlierMarksStay() async throws {
        let answer = try edit(SlurmRESTAnswers.failed, #""comment":"""#, #""comment":"night run mulligan:former""#)
        let stage = try SlurmRESTStage(answer, record: SlurmRESTAnswers.failedRecord)
        _ = try await stage.client.apply(repair())
        #expect(try stage.submitted()?["comment"]?.string == "night run mulligan:former mulligan:key")
        var former = repair()
        former.idempotencyKey = "former"
        #expect(try await stage.client.apply(former).contains("already"))
    }

    /// As `sbatch -N2 -c2` would have it, where a bare `srun -N1` in the script starts one task.
    @Test func namesNoTasksWhereNoneWereAskedFor() async throws {
        let record = try edit(SlurmRESTAnswers.failedRecord, #""ntasks":4,"ntasks_per_node":2"#, #""ntasks":0,"ntasks_per_node":0"#)
        var answer = try edit(SlurmRESTAnswers.failed, #""tasks_per_node":2"#, #""tasks_per_node":0"#)
        answer = try edit(answer, #""cpus":8,"node_count":2,"tasks":4"#, #""cpus":4,"node_count":2,"tasks":2"#)
        answer = try edit(answer, #""minimum_cpus_per_node":4"#, #""minimum_cpus_per_node":2"#)
        let stage = try SlurmRESTStage(answer, record: record)
        // Six of a node: three times what each of the two implied tasks has now.
        let receipt = try await stage.client.apply(repair(cpus: 6))
        #expect(receipt.hasSuffix("400 MiB a node, 12 CPUs"))
        let job = try #require(try stage.submitted())
        #expect(job["nodes"]?.string == "2")
        #expect(job["cpus_per_task"]?.number == 6)
        for name in ["tasks", "tasks_per_node", "minimum_cpus_per_node"] { #expect(job[name] == nil, "\(name)") }
    }

    @Test func oneTaskStaysOneTask() async throws {
        var answer = try edit(SlurmRESTAnswers.held, #""job_state":"PENDING""#, #""job_state":"OUT_OF_MEMORY""#)
        answer = try edit(answer, #""restart_cnt":1"#, #""restart_cnt":0"#)
        let record = try edit(SlurmRESTAnswers.heldRecord, #""ntasks":2"#, #""ntasks":0"#)
        let stage = try SlurmRESTStage(edit(answer, #""cpus":2"#, #""cpus":1"#), record: record)
        _ = try await stage.client.apply(heldRepair())
        let job = try #require(try stage.submitted())
        #expect(job["nodes"]?.string == "1")
        for name in ["tasks", "cpus_per_task", "minimum_cpus_per_node"] { #expect(job[name] == nil, "\(name)") }
        #expect(try job["environment"] == json(#"{"PATH":"/usr/local/bin:/usr/bin:/bin"}"#))
    }

    @Test(arguments: [
        (#""contiguous":false"#, #""contiguous":true"#, "contiguous nodes"),
        (#""command":"train.sh""#, #""command":"train.sh --epochs 3""#, "arguments"),
        (#""burst_buffer":"""#, #""burst_buffer":"capacity=1G""#, "burst buffer"),
        (#""batch_features":"""#, #""batch_features":"fast""#, "first node"),
        (#""deadline":0"#, #""deadline":1795437176"#, "deadline"),
        (#""cpu_frequency_maximum":null"#, #""cpu_frequency_maximum":2147483649"#, "CPU frequency"),
        (#""tres_bind":"""#, #""tres_bind":"gpu:closest""#, "bound to GPUs"),
        (#""tres_per_job":"""#, #""tres_per_job":"license:1""#, "tres_per_job"),
        (#""het_job_id":0"#, #""het_job_id":700098"#, "several shapes"),
        (#""cpus":8,"#, #""cpus":2,"#, "too few CPUs"),
        (#""node_count":2"#, #""node_count":0"#, "number of nodes"),
        (#""shared":null"#, #""shared":"topology""#, "shares its nodes"),
    ])
    func refusesWhatTheAPICannotAskFor(old: String, new: String, why: String) async throws {
        let stage = try SlurmRESTStage(edit(SlurmRESTAnswers.failed, old, new), record: SlurmRESTAnswers.failedRecord)
        let error = await schedulerError { _ = try await stage.client.apply(repair()) }
        #expect(error?.isTransient == false)
        for part in ["job 700099", why, "take rest-url out"] { #expect(error?.message.contains(part) == true, "\(part)") }
        #expect(try stage.posts().isEmpty)
    }

    @Test func refusesCPUsThatTheTasksCannotShareAlike() async throws {
        let stage = try SlurmRESTStage(SlurmRESTAnswers.failed, record: SlurmRESTAnswers.failedRecord)
        // 10 over both nodes, for 4 tasks.
        let error = await schedulerError { _ = try await stage.client.apply(repair(cpus: 5)) }
        #expect(error?.message.contains("cannot divide 10 CPUs") == true)
        #expect(try stage.posts().isEmpty)
    }

    @Test func refusesAJobWhoseCPUsAreByGPU() async throws {
        let answer = try edit(SlurmRESTAnswers.failed, #""cpus_per_tres":"""#, #""cpus_per_tres":"gres:gpu:2""#)
        let stage = try SlurmRESTStage(answer, record: SlurmRESTAnswers.failedRecord)
        #expect(await schedulerError { _ = try await stage.client.apply(repair(cpus: 8)) }?.message.contains("by GPU") == true)
        #expect(try stage.posts().isEmpty)
    }

    /// Files of before tasks were kept have none of the three fields.
    @Test func refusesAScriptOfAnOlderVersion() throws {
        let submission = try JSONDecoder().decode(
            SlurmScripts.Submission.self,
            from: Data(#"{"name":"train","script":"exit 3","userName":"root","nodes":2}"#.utf8)
        )
        let shape = try JSONDecoder().decode(SlurmShape.self, from: Data(SlurmRESTAnswers.failed.utf8))
        #expect(throws: SchedulerError.self) { try shape.request(submission, SlurmChange(repair())) }
    }

    // MARK: - Held jobs

    @Test func changesTheCPUsOfAHeldJob() async throws {
        let stage = try SlurmRESTStage(SlurmRESTAnswers.held, record: nil)
        let receipt = try await stage.client.apply(heldRepair(cpus: 4))
        #expect(receipt == "held job 700100 was released with 400 MiB a node, 4 CPUs")
        let posts = try stage.posts()
        #expect(posts.map(\.path) == ["/job/700100", "/job/700100"])
        let settings = try json(
            #"{"memory_per_node":400,"tasks":2,"cpus_per_task":2,"minimum_cpus_per_node":2,"comment":"mulligan:key"}"#
        )
        let release = try json(#"{"hold":false}"#)
        #expect(posts.map(\.body) == [settings, release])
    }

    /// Left alone, the least of a node would demand what the job had before.
    @Test func fewerCPUsOfAHeldJobAreFewerOfItsNode() async throws {
        var answer = try edit(SlurmRESTAnswers.held, #""cpus":2,"#, #""cpus":4,"#)
        answer = try edit(answer, #""minimum_cpus_per_node":1"#, #""minimum_cpus_per_node":2"#)
        var fewer = heldRepair()
        fewer.current.cpus = 4
        let stage = try SlurmRESTStage(answer, record: nil)
        #expect(try await stage.client.apply(fewer) == "held job 700100 was released with 400 MiB a node, 2 CPUs")
        #expect(try stage.posts().first?.body["cpus_per_task"]?.number == 1)
        #expect(try stage.posts().first?.body["minimum_cpus_per_node"]?.number == 1)
    }

    /// The number of one of its tasks is the whole array's as well: by that all of them would be changed and released.
    @Test func oneTaskOfAnArrayIsChangedAloneOrNotAtAll() async throws {
        for (array, isChanged) in [(700_098, true), (700_100, false)] {
            let answer = try edit(
                SlurmRESTAnswers.held,
                #""array_job_id":0,"array_task_id":null"#,
                #""array_job_id":\#(array),"array_task_id":3"#
            )
            var task = heldRepair()
            task.runId = "\(array)_3"
            let stage = try SlurmRESTStage(answer, record: nil)
            if isChanged {
                #expect(try await stage.client.apply(task).contains("was released"))
                #expect(try stage.posts().map(\.path) == ["/job/700100", "/job/700100"])
            } else {
                #expect(await schedulerError { _ = try await stage.client.apply(task) }?.message.contains("take rest-url out") == true)
                #expect(try stage.posts().isEmpty)
            }
        }
    }

    @Test func changesOnlyWhatTheReceiptNames() async throws {
        let stage = try SlurmRESTStage(SlurmRESTAnswers.held, record: nil)
        #expect(try await stage.client.apply(heldRepair()) == "held job 700100 was released with 400 MiB a node")
        #expect(try stage.posts().first?.body == json(#"{"memory_per_node":400,"comment":"mulligan:key"}"#))
    }

    /// As `RequeueExitHold` leaves it.
    @Test func changesAJobThatSlurmHoldsByItself() async throws {
        let answer = try edit(SlurmRESTAnswers.held, #""job_state":"PENDING""#, #""job_state":"SPECIAL_EXIT""#)
        let stage = try SlurmRESTStage(answer, record: SlurmRESTAnswers.heldRecord)
        #expect(try await stage.client.apply(heldRepair()) == "held job 700100 was released with 400 MiB a node")
        #expect(try stage.posts().map(\.path) == ["/job/700100", "/job/700100"])
    }

    /// Slurm may have set the mark and refused the rest.
    @Test func changesAMarkedJobAgainWhileItIsHeld() async throws {
        let marked = try edit(SlurmRESTAnswers.held, #""comment":"""#, #""comment":"mulligan:key""#)
        let stage = try SlurmRESTStage(marked, record: nil)
        #expect(try await stage.client.apply(heldRepair(cpus: 4)).hasSuffix("400 MiB a node, 4 CPUs"))
        #expect(try stage.posts().first?.body["cpus_per_task"] == .number(2))
        // After another attempt it has another failure.
        let later = try SlurmRESTStage(edit(marked, #""restart_cnt":1"#, #""restart_cnt":2"#), record: nil)
        #expect(try await later.client.apply(heldRepair(cpus: 4)).contains("nothing was changed"))
        #expect(try later.posts().isEmpty)
    }

    @Test(arguments: [(#""restart_cnt":1"#, #""restart_cnt":2"#), (#""state_reason":"JobHeldUser""#, #""state_reason":"Priority""#)])
    func leavesAJobThatOthersHold(old: String, new: String) async throws {
        let stage = try SlurmRESTStage(edit(SlurmRESTAnswers.held, old, new), record: nil)
        #expect(await schedulerError { _ = try await stage.client.apply(heldRepair()) }?.message.contains("held by someone else") == true)
        #expect(try stage.posts().isEmpty)
    }

    @Test func refusesToChangeCPUsThatTheAPICannot() async throws {
        let uneven = try SlurmRESTStage(SlurmRESTAnswers.held, record: nil)
        let error = await schedulerError { _ = try await uneven.client.apply(heldRepair(cpus: 3)) }
        #expect(error?.isTransient == false)
        #expect(error?.message.contains("cannot divide 3 CPUs") == true)
        #expect(error?.message.contains("take rest-url out") == true)
        #expect(try uneven.posts().isEmpty)

        // On several nodes the answer does not tell whether tasks were asked for; only the record does.
        let answer = try edit(SlurmRESTAnswers.held, #""node_count":1"#, #""node_count":2"#)
        let wide = try SlurmRESTStage(answer, record: nil)
        #expect(
            await schedulerError { _ = try await wide.client.apply(heldRepair(cpus: 4)) }?.message.contains("record of its tasks") == true
        )
        #expect(try wide.posts().isEmpty)
        let known = try SlurmRESTStage(answer, record: SlurmRESTAnswers.heldRecord)
        #expect(try await known.client.apply(heldRepair(cpus: 4)).hasSuffix(", 4 CPUs"))
    }
}
