internal import Foundation
internal import Remediation
internal import Synchronization

/// What resubmission needs to know of a failed job and Slurm's REST API does not tell; one file an attempt, in a private folder.
///
/// Several processes may share the folder, also those of several clusters: a file is named after its cluster, job and attempt, is written
/// aside, forced to the disk and put into its place in one step. Whoever writes removes old ones now and then.
final class SlurmScripts: Sendable {
    let folder: String
    /// When this process last looked for old ones, in seconds since 1970 by the file system's clock.
    let pruned = Mutex<Double?>(nil)

    /// Scripts in `folder`, which is made when the first is kept.
    init(folder: String) {
        self.folder = folder
    }

    /// A job as it was submitted.
    struct Submission: Hashable, Sendable, Codable {
        var name: String
        var script: String
        var userName: String?
        var account: String?
        var partition: String?
        var qos: String?
        var workingDirectory: String?
        var standardOutput: String?
        var standardError: String?
        /// Tasks; 0 when none were asked for, nil where the record did not say or an older version kept the script.
        var tasks: Int?
        /// Processors of a task; nil where an older version kept the script.
        var cpusPerTask: Int?
        /// Tasks of each graphics processor; 0 when none were asked for, nil where an older version kept the script.
        var tasksPerGPU: Int?
    }

    /// Keeps what the record of attempt `attempt` says of how its job was submitted.
    ///
    /// - Throws: `RemediationError` that names the folder when it cannot be written.
    func keep(_ record: SlurmJobRecord, attempt: Int) throws(RemediationError) {
        guard let script = record.script else { return }
        let submission = Submission(
            name: record.jobName,
            script: script,
            userName: record.userName,
            account: record.account,
            partition: record.partition,
            qos: record.qos,
            workingDirectory: record.workingDirectory,
            standardOutput: record.standardOutput,
            standardError: record.standardError,
            tasks: record.tasks,
            cpusPerTask: record.cpusPerTask,
            tasksPerGPU: record.tasksPerGPU
        )
        let path = path(of: record.runId, attempt: attempt, cluster: record.cluster)
        do {
            // Scripts may hold passwords: for this process alone.
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            try PrivateFile.write(try JSONEncoder().encode(submission), to: path)
        } catch {
            throw RemediationError(
                .unavailable,
                "the script of job \(record.runId) cannot be kept in \(folder); make it writable",
                cause: error
            )
        }
        pruneNowAndThen(writing: path)
    }

    /// The submission of an attempt; nil when none was kept.
    func submission(of runId: String, attempt: Int, cluster: String?) -> Submission? {
        guard !runId.isEmpty, runId.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: "_") }) else { return nil }
        let file = URL(fileURLWithPath: path(of: runId, attempt: attempt, cluster: cluster))
        return (try? Data(contentsOf: file)).flatMap { try? JSONDecoder().decode(Submission.self, from: $0) }
    }

    private func path(of runId: String, attempt: Int, cluster: String?) -> String {
        var name = "job-\(runId).\(attempt).json"
        if let cluster {
            // Numbers of jobs are a cluster's own. Whatever its name holds, it is one part of a file's name.
            let safe = cluster.utf8.prefix(60).map { byte in
                let character = Character(UnicodeScalar(byte))
                return byte < 128 && (character.isLetter || character.isNumber || character == "-") ? String(character) : "_\(byte)"
            }
            name = safe.joined() + "." + name
        }
        return folder + "/" + name
    }
}
