package import Remediation

/// How Mulligan talks to one Slurm cluster.
package struct SlurmOptions: Hashable, Sendable {
    /// By which way jobs are looked up and repaired.
    package enum Mode: String, Sendable, CaseIterable {
        /// Slurm's `scontrol`: repairs in place, so the job keeps its number, files and dependencies.
        case scontrol
        /// Slurm's REST API, which cannot requeue: held jobs are changed and released, others submitted anew.
        case rest
    }

    /// Where the REST API's token comes from.
    package enum TokenSource: Hashable, Sendable {
        /// This token.
        case token(Secret)
        /// The first line of a file, read anew for each request, so that a job may renew it.
        case file(String)
    }

    /// What names a job from run to run.
    package enum JobNaming: String, Sendable, CaseIterable {
        /// The job's name alone: where names are unique, as in a pipeline's account.
        case name
        /// `USER/NAME`: where many users call their jobs `run.sh`.
        case userAndName
    }

    /// By which way.
    package var mode: Mode
    /// `slurm.conf` of the cluster, for `scontrol`; nil for the machine's own.
    package var configurationFile: String?
    /// Folders in which `scontrol` is looked for.
    package var programFolders: [String]
    /// How long one `scontrol` may take, in seconds.
    package var commandTimeoutSeconds: Double
    /// The REST API's address, for example `http://127.0.0.1:6820`.
    package var restURL: String?
    /// The user whose token it is: an operator or administrator of Slurm.
    package var restUser: String
    /// The token of the REST API.
    package var restToken: TokenSource?
    /// The folder in which the hook keeps the scripts of failed jobs, which resubmission by REST needs; nil keeps none.
    package var scriptFolder: String?
    /// The folders that hold logs; a job's output outside of them is never read.
    package var logRoots: [String]
    /// How much of the end of each output file is kept, in bytes.
    package var maximumLogBytes: Int
    /// What names a job from run to run.
    package var jobNaming: JobNaming
    /// The most that the cluster's nodes can grant, where one knows it.
    package var limits: ResourceLimits?
    /// Whether the hook asks Slurm for what its record leaves out: the number of restarts and where the output went.
    package var looksUpJobs: Bool

    /// Options; the defaults suit a Mulligan on the machine of Slurm's controller.
    package init(
        mode: Mode = .scontrol,
        configurationFile: String? = nil,
        programFolders: [String] = ["/usr/bin", "/bin", "/usr/local/bin", "/opt/slurm/bin"],
        commandTimeoutSeconds: Double = 10,
        restURL: String? = nil,
        restUser: String = "root",
        restToken: TokenSource? = nil,
        scriptFolder: String? = nil,
        logRoots: [String] = [],
        maximumLogBytes: Int = 256 << 10,
        jobNaming: JobNaming = .name,
        limits: ResourceLimits? = nil,
        looksUpJobs: Bool = true
    ) {
        self.mode = mode
        self.configurationFile = configurationFile
        self.programFolders = programFolders
        self.commandTimeoutSeconds = commandTimeoutSeconds
        self.restURL = restURL
        self.restUser = restUser
        self.restToken = restToken
        self.scriptFolder = scriptFolder
        self.logRoots = logRoots
        self.maximumLogBytes = maximumLogBytes
        self.jobNaming = jobNaming
        self.limits = limits
        self.looksUpJobs = looksUpJobs
    }
}
