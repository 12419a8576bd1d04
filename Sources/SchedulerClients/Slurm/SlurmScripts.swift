internal import Foundation
internal import Remediation

/// What resubmission needs to know of a failed job and Slurm's REST API does not tell; one file a job, in a private folder.
struct SlurmScripts: Sendable {
    let folder: String

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
        var nodes: Int?
    }

    /// Keeps what the record says of how its job was submitted.
    ///
    /// - Throws: `RemediationError` that names the folder when it cannot be written.
    func keep(_ record: SlurmJobRecord) throws(RemediationError) {
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
            nodes: record.totalNodes > 1 ? record.totalNodes : nil
        )
        do {
            // Scripts may hold passwords: for this process alone.
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            try JSONEncoder().encode(submission).write(to: file(record.runId), options: .atomic)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file(record.runId).path)
        } catch {
            throw RemediationError(
                .unavailable,
                "the script of job \(record.runId) cannot be kept in \(folder); make it writable",
                cause: error
            )
        }
    }

    /// The submission of a job; nil when none was kept.
    func submission(of runId: String) -> Submission? {
        guard !runId.isEmpty, runId.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: "_") }) else { return nil }
        return (try? Data(contentsOf: file(runId))).flatMap { try? JSONDecoder().decode(Submission.self, from: $0) }
    }

    private func file(_ runId: String) -> URL { URL(fileURLWithPath: folder).appendingPathComponent("\(runId).json") }
}
