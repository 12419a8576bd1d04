internal import Foundation
internal import Remediation

/// The record of one finished job that Slurm's `jobcomp/elasticsearch` plug-in posts; as captured from 22.05.
///
/// Slurm's later versions add fields, so unknown ones are ignored. Fields that are absent when they do not apply are optional.
struct SlurmJobRecord: Hashable, Sendable {
    var jobId: Int
    var arrayJobId: Int?
    var arrayTaskId: Int?
    var jobName: String
    var state: String
    var exit: SlurmExit
    var derivedExit: SlurmExit?
    var elapsedSeconds: Double
    var start: String?
    var end: String?
    var requested: SlurmResources
    var allocated: SlurmResources?
    var totalNodes: Int
    var totalCPUs: Double
    /// Tasks; 0 when none were asked for, nil where the plug-in does not say.
    var tasks: Int?
    /// Processors of a task; nil where the plug-in does not say.
    var cpusPerTask: Int?
    /// Tasks of each graphics processor; 0 when none were asked for, nil where the plug-in does not say.
    var tasksPerGPU: Int?
    var timeLimitSeconds: Double?
    var userName: String?
    var userId: Int?
    var account: String?
    var partition: String?
    var qos: String?
    var cluster: String?
    var nodes: String?
    var workingDirectory: String?
    var standardOutput: String?
    var standardError: String?
    var script: String?

    /// The identifier by which `scontrol` knows exactly this job: `12`, or `12_3` for task 3 of array 12.
    ///
    /// The first task of an array to be split off shares the array's number: to requeue `12` would requeue all of them.
    var runId: String {
        if let arrayJobId, arrayJobId > 0, let arrayTaskId { "\(arrayJobId)_\(arrayTaskId)" } else { String(jobId) }
    }

    /// Whether it was ever given nodes.
    var hasRun: Bool { totalNodes > 0 || allocated != nil }
}

extension SlurmJobRecord: Decodable {
    enum CodingKeys: String, CodingKey {
        case jobId = "jobid"
        case arrayJobId = "array_job_id"
        case arrayTaskId = "array_task_id"
        case jobName = "job_name"
        case state
        case exit = "exit_code"
        case derivedExit = "derived_ec"
        case elapsed
        case start = "@start"
        case end = "@end"
        case requested = "tres_req"
        case allocated = "tres_alloc"
        case totalNodes = "total_nodes"
        case totalCPUs = "total_cpus"
        case tasks = "ntasks"
        case cpusPerTask = "cpus_per_task"
        case tasksPerGPU = "ntasks_per_tres"
        case timeLimit = "time_limit"
        case userName = "username"
        case userId = "user_id"
        case account, partition, qos, cluster, nodes
        case workingDirectory = "work_dir"
        case standardOutput = "std_out"
        case standardError = "std_err"
        case script
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String? {
            guard let value = try container.decodeIfPresent(String.self, forKey: key), !value.isEmpty else { return nil }
            return value
        }
        func exit(_ key: CodingKeys, _ value: String) throws -> SlurmExit {
            guard let exit = SlurmExit(value) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key,
                    in: container,
                    debugDescription: "must be STATUS:SIGNAL, for example 1:0"
                )
            }
            return exit
        }
        jobId = try container.decode(Int.self, forKey: .jobId, in: 1...Int(UInt32.max))
        arrayJobId = try container.decodeIfPresent(Int.self, forKey: .arrayJobId, in: 0...Int(UInt32.max))
        arrayTaskId = try container.decodeIfPresent(Int.self, forKey: .arrayTaskId, in: 0...Int(UInt32.max))
        jobName = try container.decodeIfPresent(String.self, forKey: .jobName) ?? ""
        state = try container.decodeName(forKey: .state, limit: 64)
        self.exit = try exit(.exit, container.decode(String.self, forKey: .exit))
        derivedExit = try text(.derivedExit).map { try exit(.derivedExit, $0) }
        elapsedSeconds = try container.decodeIfPresent(Double.self, forKey: .elapsed, in: 0...1e10) ?? 0
        start = try text(.start)
        end = try text(.end)
        requested = SlurmResources(try text(.requested) ?? "")
        allocated = try text(.allocated).map(SlurmResources.init)
        totalNodes = try container.decodeIfPresent(Int.self, forKey: .totalNodes, in: 0...1_000_000) ?? 0
        totalCPUs = try container.decodeIfPresent(Double.self, forKey: .totalCPUs, in: 0...1_000_000) ?? 0
        tasks = try container.decodeIfPresent(Int.self, forKey: .tasks, in: 0...Int(UInt32.max))
        cpusPerTask = try container.decodeIfPresent(Int.self, forKey: .cpusPerTask, in: 0...Int(UInt16.max)).map { max(1, $0) }
        tasksPerGPU = try container.decodeIfPresent(Int.self, forKey: .tasksPerGPU, in: 0...Int(UInt16.max))
        // Slurm writes UNLIMITED as a year.
        timeLimitSeconds = try container.decodeIfPresent(Double.self, forKey: .timeLimit, in: 0...1e12)
            .flatMap { $0 > 0 && $0 < 365 * 86_400 ? $0 : nil }
        userName = try text(.userName)
        userId = try container.decodeIfPresent(Int.self, forKey: .userId, in: 0...Int(UInt32.max))
        account = try text(.account)
        partition = try text(.partition)
        qos = try text(.qos)
        cluster = try text(.cluster)
        nodes = try text(.nodes)
        workingDirectory = try text(.workingDirectory)
        standardOutput = try text(.standardOutput)
        standardError = try text(.standardError)
        script = try text(.script)
    }

    /// The record in `body`.
    ///
    /// - Throws: `RemediationError` that names the field.
    static func decode(_ body: [UInt8]) throws(RemediationError) -> SlurmJobRecord {
        // A script may hold bytes that are not UTF-8 and Slurm passes them on; that must not cost us the record.
        let text = String(decoding: body, as: UTF8.self)
        do {
            return try JSONDecoder().decode(SlurmJobRecord.self, from: Data(text.utf8))
        } catch let error as DecodingError {
            throw RemediationError(error)
        } catch {
            throw RemediationError(.invalidInput, "the body is not a record of Slurm's jobcomp/elasticsearch plug-in", cause: error)
        }
    }
}
