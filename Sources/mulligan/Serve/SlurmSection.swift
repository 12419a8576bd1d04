import Remediation

/// How to reach Slurm: by `scontrol` on this machine, or by its REST service.
struct SlurmSection: Hashable, Sendable, Decodable {
    /// The cluster's `slurm.conf`; nil for the system's.
    var conf: String?
    /// The address of slurmrestd; nil for `scontrol`.
    var restURL: String?
    /// The REST user; its token comes from `MULLIGAN_SLURM_TOKEN`.
    var restUser: String?
    /// Where scripts of failed jobs are kept for submission by REST; nil for a folder beside the store.
    var scriptFolder: String?
    /// Folders below which job output may be read.
    var logRoots: [String]

    enum CodingKeys: String, CodingKey, CaseIterable {
        case conf, restURL = "rest-url", restUser = "rest-user", scriptFolder = "script-folder", logRoots = "log-roots"
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        conf = try container.decodeNameIfPresent(forKey: .conf, limit: 4_096)
        restURL = try container.decodeNameIfPresent(forKey: .restURL, limit: 4_096)
        restUser = try container.decodeNameIfPresent(forKey: .restUser)
        scriptFolder = try container.decodeNameIfPresent(forKey: .scriptFolder, limit: 4_096)
        logRoots = try container.decodeIfPresent([String].self, forKey: .logRoots) ?? []
    }
}
