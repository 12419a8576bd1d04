package import Remediation

/// Repairs jobs of a Slurm cluster.
package struct SlurmClient: SchedulerClient {
    package let name = "slurm"
    private let repairer: any SlurmRepairer

    /// A client of the cluster that `options` name.
    ///
    /// - Parameter transport: Carries the requests of `Mode.rest`.
    /// - Throws: `RemediationError` that names the option when the mode lacks one.
    package init(_ options: SlurmOptions, transport: HTTPTransport) throws(RemediationError) {
        repairer =
            switch options.mode {
            case .scontrol: SlurmInPlaceRepairer(control: SlurmControl(options))
            case .rest: try SlurmRESTRepairer(options, transport: transport)
            }
    }

    /// Runs the job again with the repair's target: the memory of a node, and processors and time limit where they changed.
    ///
    /// A mark in the job's comment holds the idempotency key: a repeated repair finds it and changes nothing, and one that was
    /// interrupted half-way is completed.
    ///
    /// - Throws: `SchedulerError`: transient while the controller cannot be reached or the job is being cleaned up; permanent when
    ///   the job is gone, was cancelled, ended well or runs again, or when the REST API cannot carry what it asked for.
    package func apply(_ repair: Repair) async throws(SchedulerError) -> String {
        try await repairer.apply(repair)
    }
}

/// One way of carrying out a repair.
protocol SlurmRepairer: Sendable {
    func apply(_ repair: Repair) async throws(SchedulerError) -> String
}

/// What a repair changes, in Slurm's units.
struct SlurmChange: Hashable, Sendable {
    /// Memory of a node, in MiB, rounded up.
    let memoryMegabytes: Int64
    /// Processors, where they changed.
    let cpus: Int?
    /// The time limit in minutes, rounded up, where it changed.
    let timeLimitMinutes: Int?

    init(_ repair: Repair) {
        memoryMegabytes = max(1, (repair.target.containerBytes + (1 << 20) - 1) >> 20)
        let workers = Double(repair.target.workers ?? 1)
        cpus = repair.target.cpus == repair.current.cpus ? nil : Int(min(max((repair.target.cpus * workers).rounded(.up), 1), 1e6))
        timeLimitMinutes =
            repair.target.timeLimitSeconds == repair.current.timeLimitSeconds
            ? nil : repair.target.timeLimitSeconds.map { Int(min(max(($0 / 60).rounded(.up), 1), 1e8)) }
    }

    /// The change in words, for the audit trail.
    var summary: String {
        "\(memoryMegabytes) MiB a node" + (cpus.map { ", \($0) CPUs" } ?? "") + (timeLimitMinutes.map { ", \($0) minutes" } ?? "")
    }
}
