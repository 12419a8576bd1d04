internal import Remediation

/// What a job asked of its cluster, as slurmrestd 0.0.38 tells it, and the requests that ask for the same again.
///
/// slurmrestd reads no `#SBATCH` lines: what is not sent is lost, and what cannot be sent must not be sent in part. The names of a request
/// are those that slurmrestd 22.05.8 takes, which are neither those of its answers nor all of those in its specification.
struct SlurmShape: Hashable, Sendable {
    private let answer: [String: JSONValue]

    /// The job's own number.
    var jobId: Int? { count("job_id", most: Double(UInt32.max)) }

    /// The fields that submit the job again with `change`.
    ///
    /// - Throws: `SchedulerError` that names what the API cannot ask for.
    func request(_ submission: SlurmScripts.Submission, _ change: SlurmChange) throws(SchedulerError) -> [String: JSONValue] {
        for field in Self.unsendable where given(field.told) != nil {
            throw refusal("has \(field.what), which the REST API cannot ask for")
        }
        // Slurm joins them by spaces, so that they cannot be told apart, and slurmrestd crashes on `argv`.
        if given("command")?.string?.contains(" ") == true {
            throw refusal("may have arguments to its script, which the REST API cannot pass on")
        }
        guard let nodes = count("node_count") else { throw refusal("has no number of nodes in slurmrestd's answer") }
        guard let asked = submission.cpusPerTask, asked > 0, submission.tasks != nil else {
            throw refusal("was recorded without its tasks and their CPUs, as older versions of Mulligan did")
        }
        // Not asked for, tasks are one a node. To say so would be another job: each bare `srun -N1` in it would then start all of them.
        let named = submission.tasks.flatMap { $0 > 0 ? $0 : nil }
        let tasks = named ?? nodes * max(1, count("tasks_per_node") ?? 1)
        try checkHasCPUs(for: tasks, of: asked)
        let perTask: Int
        if let cpus = change.cpus { perTask = try share(of: cpus, among: tasks) } else { perTask = asked }

        var fields: [String: JSONValue] = [:]
        for field in Self.same { fields[field.sent] = given(field.told) }
        for field in Self.ofGPUs { fields[field.sent] = try gpus(field.told) }
        for field in Self.ofFlags where has(field.flag) { fields[field.sent] = field.value }
        // As text: slurmrestd takes a list of two numbers, as its specification has it, and then forgets them.
        fields["nodes"] = .string(String(nodes))
        if let named { fields["tasks"] = .number(Double(named)) }
        if let perGPU = submission.tasksPerGPU, perGPU > 0 { fields["ntasks_per_gpu"] = .number(Double(perGPU)) }
        // sbatch itself sets such variables of what it is asked for, and scripts and srun read them.
        var environment = ["PATH": "/usr/local/bin:/usr/bin:/bin"]
        for (sent, variable) in Self.variables {
            if let value = fields[sent] { environment[variable] = value.string ?? value.number.map { String(Int($0)) } }
        }
        if has("JOB_CPUS_SET") || perTask != 1 {
            fields["cpus_per_task"] = .number(Double(perTask))
            environment["SLURM_CPUS_PER_TASK"] = String(perTask)
        }
        // slurmrestd refuses a job without an environment; the record does not tell what the job had.
        fields["environment"] = .object(environment.mapValues(JSONValue.string))
        // Slurm raises it to what the tasks need; only what is more was asked for.
        if let least = count("minimum_cpus_per_node"), least > cpusOfANode(asked, tasks: tasks) {
            fields["minimum_cpus_per_node"] = .number(Double(least))
        }
        if let shared = given("shared") {
            guard let value = shared.string.flatMap({ Self.sharing[$0] }) else {
                throw refusal("shares its nodes in a way that Mulligan does not know")
            }
            fields["exclusive"] = .string(value)
        }
        if answer["requeue"] == .bool(false) { fields["no_requeue"] = .bool(true) }
        // No limit is null there and 0 here; what is left out becomes the partition's default.
        if let limit = answer["time_limit"] { fields["time_limit"] = limit == .null ? .number(0) : limit }
        return fields.merging(memoryAndTime(change)) { $1 }
    }

    /// The settings that change a held job.
    ///
    /// - Parameter submission: How it was submitted, where that was kept.
    /// - Throws: `SchedulerError` that names what the API cannot change.
    func settings(_ submission: SlurmScripts.Submission?, _ change: SlurmChange) throws(SchedulerError) -> [String: JSONValue] {
        var settings = memoryAndTime(change)
        guard let cpus = change.cpus else { return settings }
        guard let nodes = count("node_count"), let tasks = count("tasks") else {
            throw refusal("has no number of nodes and tasks in slurmrestd's answer")
        }
        // The answer counts nodes where no tasks were asked for, and to set them would be another job, as above.
        if nodes > 1 {
            guard let named = submission?.tasks else {
                throw refusal("runs on \(nodes) nodes, and the record of its tasks is not in this process's script-folder")
            }
            guard named > 0 else {
                throw refusal("runs on \(nodes) nodes without a number of tasks, and the REST API changes CPUs by task")
            }
        }
        try checkHasCPUs(for: tasks, of: 1)
        // There is no field for the CPUs of a job: slurmrestd multiplies these two, and takes one task where none are sent.
        let perTask = try share(of: cpus, among: tasks)
        settings["cpus_per_task"] = .number(Double(perTask))
        if tasks > 1 { settings["tasks"] = .number(Double(tasks)) }
        // Left as it was, it lets Slurm grant a node less than its tasks need now, or demands what they needed before. What is more than
        // that was asked for.
        let least = cpusOfANode(perTask, tasks: tasks)
        let former = count("minimum_cpus_per_node") ?? 0
        let derived = cpusOfANode(max(1, (count("cpus") ?? tasks) / tasks), tasks: tasks)
        if least > former || former <= derived { settings["minimum_cpus_per_node"] = .number(Double(least)) }
        return settings
    }

    private func memoryAndTime(_ change: SlurmChange) -> [String: JSONValue] {
        var settings: [String: JSONValue] = ["memory_per_node": .number(Double(change.memoryMegabytes))]
        if let minutes = change.timeLimitMinutes { settings["time_limit"] = .number(Double(minutes)) }
        return settings
    }

    /// Refuses a job that shares its CPUs among more tasks (`--overcommit`), of which the answer says nothing else.
    private func checkHasCPUs(for tasks: Int, of perTask: Int) throws(SchedulerError) {
        if let cpus = count("cpus"), tasks > cpus / perTask {
            throw refusal("has too few CPUs for its tasks (\(cpus) for \(tasks)), which the REST API cannot ask for")
        }
    }

    /// The CPUs of each of `tasks` that have `cpus` together.
    private func share(of cpus: Int, among tasks: Int) throws(SchedulerError) -> Int {
        guard given("cpus_per_tres") == nil else { throw refusal("has its CPUs by GPU, and the REST API changes them by task") }
        guard cpus.isMultiple(of: tasks) else {
            throw refusal("has \(tasks) tasks, and the REST API cannot divide \(cpus) CPUs among them evenly")
        }
        return cpus / tasks
    }

    /// The CPUs that Slurm makes the least of a node, of a job with so many tasks.
    private func cpusOfANode(_ perTask: Int, tasks: Int) -> Int {
        tasks > 1 ? perTask * max(1, count("tasks_per_node") ?? 1) : perTask
    }

    /// GPUs as a request has them, `tesla:2`, where the answer has `gres:gpu:tesla:2`; nil when none were asked for.
    private func gpus(_ name: String) throws(SchedulerError) -> JSONValue? {
        guard let value = given(name) else { return nil }
        let prefix = "gres:gpu:"
        let parts = value.string?.split(separator: ",") ?? []
        guard !parts.isEmpty, parts.allSatisfy({ $0.hasPrefix(prefix) }) else {
            throw refusal("has more than GPUs in \(name), which the REST API cannot ask for")
        }
        return .string(parts.map { String($0.dropFirst(prefix.utf8.count)) }.joined(separator: ","))
    }

    /// What was asked for in a field; nil where Slurm writes null, 0 or no text for nothing.
    private func given(_ name: String) -> JSONValue? {
        switch answer[name] {
        case nil, .null?, .bool(false)?, .number(0)?, .string("")?: nil
        case let value?: value
        }
    }

    private func count(_ name: String, most: Double = 0x1p24) -> Int? {
        guard let number = answer[name]?.number, number >= 1, number <= most else { return nil }
        return Int(number)
    }

    private func has(_ flag: String) -> Bool { answer["flags"]?.array?.contains(.string(flag)) == true }

    private func refusal(_ why: String) -> SchedulerError {
        SchedulerError("job \(jobId ?? 0) \(why); \(SlurmFault.useScontrol)", isTransient: false)
    }
}

extension SlurmShape: Decodable {
    init(from decoder: any Decoder) throws { answer = try decoder.singleValueContainer().decode([String: JSONValue].self) }
}

/// How answers and requests name the same things.
extension SlurmShape {
    private static let same: [(told: String, sent: String)] = [
        ("cluster_features", "cluster_constraint"), ("container", "container"), ("cores_per_socket", "cores_per_socket"),
        ("excluded_nodes", "exclude_nodes"), ("features", "constraints"), ("licenses", "licenses"),
        ("minimum_tmp_disk_per_node", "temporary_disk_per_node"), ("nice", "nice"), ("required_nodes", "nodelist"),
        ("resv_name", "reservation"), ("sockets_per_node", "sockets_per_node"), ("standard_input", "standard_input"),
        ("tasks_per_core", "tasks_per_core"), ("tasks_per_node", "tasks_per_node"), ("tasks_per_socket", "tasks_per_socket"),
        ("threads_per_core", "threads_per_core"), ("time_minimum", "time_minimum"), ("tres_per_node", "gres"),
    ]

    private static let ofGPUs: [(told: String, sent: String)] = [
        ("cpus_per_tres", "cpus_per_gpu"), ("tres_per_job", "gpus"), ("tres_per_socket", "gpus_per_socket"),
        ("tres_per_task", "gpus_per_task"),
    ]

    /// What of it sbatch puts into a job's environment.
    private static let variables: [(sent: String, variable: String)] = [
        ("cpus_per_gpu", "SLURM_CPUS_PER_GPU"), ("gpus", "SLURM_GPUS"), ("gpus_per_socket", "SLURM_GPUS_PER_SOCKET"),
        ("gpus_per_task", "SLURM_GPUS_PER_TASK"), ("ntasks_per_gpu", "SLURM_NTASKS_PER_GPU"),
        ("tasks_per_core", "SLURM_NTASKS_PER_CORE"), ("tasks_per_node", "SLURM_NTASKS_PER_NODE"),
        ("tasks_per_socket", "SLURM_NTASKS_PER_SOCKET"), ("threads_per_core", "SLURM_THREADS_PER_CORE"),
    ]

    private static let ofFlags: [(flag: String, sent: String, value: JSONValue)] = [
        ("GRES_DISABLE_BIND", "gres_flags", .string("disable-binding")),
        ("GRES_ENFORCE_BIND", "gres_flags", .string("enforce-binding")),
        ("SPREAD_JOB", "spread_job", .bool(true)),
    ]

    private static let sharing = ["none": "exclusive", "user": "user", "mcs": "mcs", "shared": "oversubscribe"]

    /// What slurmrestd has no field for, or one that fails: `batch_features` makes it crash. `minumum` is its own spelling.
    private static let unsendable: [(told: String, what: String)] = [
        ("batch_features", "features of its first node"), ("burst_buffer", "a burst buffer"), ("contiguous", "contiguous nodes"),
        ("core_spec", "cores set apart"), ("thread_spec", "threads set apart"), ("cpu_frequency_governor", "a CPU frequency"),
        ("cpu_frequency_maximum", "a CPU frequency"), ("cpu_frequency_minimum", "a CPU frequency"),
        ("cpu_frequency_minumum", "a CPU frequency"), ("deadline", "a deadline"), ("het_job_id", "parts of several shapes"),
        ("reboot", "a reboot of its nodes"), ("tres_bind", "tasks bound to GPUs"), ("tres_freq", "a GPU frequency"),
    ]
}
