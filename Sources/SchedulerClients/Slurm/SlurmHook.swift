package import Remediation

/// Reads the record that Slurm itself posts for every finished job (`JobCompType=jobcomp/elasticsearch`).
///
/// Slurm takes only 200 and 201 for an answer. After anything else it posts the record again every 30 seconds until it gets one,
/// so a record may come twice, and one that is refused comes for ever.
package struct SlurmHook: SchedulerHook {
    package let name = "slurm"
    private let options: SlurmOptions
    private let lookup: (any SlurmLookup)?
    private let logs: SlurmLogReader
    private let scripts: SlurmScripts?

    /// A hook of the cluster that `options` name.
    ///
    /// - Parameter transport: Carries the requests of `Mode.rest`.
    /// - Throws: `RemediationError` that names the option when the mode lacks one.
    package init(_ options: SlurmOptions, transport: HTTPTransport) throws(RemediationError) {
        self.options = options
        lookup =
            switch (options.looksUpJobs, options.mode) {
            case (false, _): nil
            case (true, .scontrol): SlurmControl(options)
            case (true, .rest): try SlurmREST(options, transport: transport)
            }
        logs = SlurmLogReader(roots: options.logRoots, maximumBytes: options.maximumLogBytes)
        scripts = options.scriptFolder.map { SlurmScripts(folder: $0) }
    }

    /// The event of one record; none for jobs that never ran and for the record that a requeue itself causes.
    ///
    /// - Throws: `RemediationError`: invalid input names the field; unavailable when Slurm cannot be asked for what the record
    ///   leaves out, and then the record should be refused, because Slurm will post it again.
    package func events(in body: [UInt8]) async throws(RemediationError) -> [SchedulerEvent] {
        let record = try SlurmJobRecord.decode(body)
        guard let kind = SlurmState(record.state).kind else {
            throw RemediationError(
                .invalidInput,
                "\"\(record.state.prefix(40))\" is not a state of a Slurm job; is this Slurm newer than Mulligan knows?",
                field: "state"
            )
        }
        // A requeue makes Slurm post the old attempt once more, as PENDING.
        guard kind != .active, record.hasRun else { return [] }
        let job = try await present(record)
        if kind == .succeeded { return [.finished(attempt(record, job))] }
        let failure = failure(record, job)
        try scripts?.keep(record, attempt: failure.attempt)
        return [.failed(failure)]
    }

    private func present(_ record: SlurmJobRecord) async throws(RemediationError) -> SlurmJob? {
        guard let lookup else { return nil }
        do {
            return try await lookup.job(record.runId)
        } catch {
            throw RemediationError(
                .unavailable,
                "Slurm cannot be asked how often job \(record.runId) was restarted: \(error.message). Slurm will post the record again",
                cause: error
            )
        }
    }

    private func attempt(_ record: SlurmJobRecord, _ job: SlurmJob?) -> Attempt {
        Attempt(
            job: name(record),
            runId: record.runId,
            attempt: number(record, job),
            engine: "slurm",
            requested: resources(record),
            result: .succeeded,
            runSeconds: record.elapsedSeconds,
            labels: labels(record),
            endedAt: record.end.flatMap { Timestamp(parsing: $0 + "Z") }
        )
    }

    private func failure(_ record: SlurmJobRecord, _ job: SlurmJob?) -> JobFailure {
        // A kill inside `srun` leaves the job FAILED 1:0; only the worst step's code says that memory ran out.
        let isStepOutOfMemory = record.derivedExit?.isOutOfMemory == true
        let state = SlurmState(record.state).name
        let signal = record.exit.signal != 0 ? record.exit.signal : record.derivedExit?.signal ?? 0
        let files = [job?.standardOutput, job?.standardError].compactMap { $0 }
            .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return JobFailure(
            job: name(record),
            runId: record.runId,
            attempt: number(record, job),
            engine: "slurm",
            schedulerState: state == "FAILED" && isStepOutOfMemory ? "OUT_OF_MEMORY" : state,
            // 0 with a signal, or with a time-out, is no exit status but the lack of one.
            exitCode: record.exit.status == 0 ? nil : record.exit.status,
            signal: signal == 0 ? nil : Signal(number: signal),
            log: logs.read(files.isEmpty ? SlurmOutputPath(record: record).paths : files, ownerId: record.userId),
            resources: resources(record),
            runSeconds: record.elapsedSeconds,
            limits: options.limits,
            labels: labels(record)
        )
    }

    /// The attempt that the record is of, from 1.
    ///
    /// The record does not say. The job's present restarts do, if its last run is the recorded one; if it has been requeued since,
    /// the record is of the run before.
    private func number(_ record: SlurmJobRecord, _ job: SlurmJob?) -> Int {
        guard let job else { return 1 }
        return max(1, job.startTime == record.start ? job.restarts + 1 : job.restarts)
    }

    private func name(_ record: SlurmJobRecord) -> String {
        let name = Self.bounded(record.jobName.isEmpty ? "unnamed" : record.jobName, 400)
        guard options.jobNaming == .userAndName, let user = record.userName else { return name }
        return Self.bounded(user, 100) + "/" + name
    }

    /// Memory, processors and graphics processors of one node; `workers` are the nodes, when there are several.
    private func resources(_ record: SlurmJobRecord) -> Resources {
        let nodes = max(record.allocated?.nodes ?? record.totalNodes, 1)
        let memory = record.requested.memoryBytes ?? record.allocated?.memoryBytes
        let cpus = record.requested.cpus ?? record.allocated?.cpus ?? (record.totalCPUs > 0 ? record.totalCPUs : 1)
        let gpus = record.requested.gpus ?? record.allocated?.gpus
        return Resources(
            // A cluster without memory limits records none.
            memoryBytes: max(1, (memory ?? options.limits?.memoryBytes ?? 1) / Int64(nodes)),
            cpus: max(cpus / Double(nodes), 0.001),
            gpus: gpus.map { $0 / Double(nodes) },
            timeLimitSeconds: record.timeLimitSeconds,
            workers: nodes > 1 ? nodes : nil
        )
    }

    private func labels(_ record: SlurmJobRecord) -> [String: String] {
        [
            "user": record.userName, "account": record.account, "queue": record.partition, "qos": record.qos, "cluster": record.cluster,
        ].compactMapValues { $0.map { Self.bounded($0, 500) } }
    }

    /// `text` without control characters and at most `limit` bytes long.
    private static func bounded(_ text: String, _ limit: Int) -> String {
        var result = ""
        var count = 0
        for scalar in text.unicodeScalars {
            let kept: UnicodeScalar = scalar.properties.generalCategory == .control ? " " : scalar
            count += UTF8.width(kept)
            guard count <= limit else { break }
            result.unicodeScalars.append(kept)
        }
        return result
    }
}
