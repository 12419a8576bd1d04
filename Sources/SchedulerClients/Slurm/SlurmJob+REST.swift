internal import FoundationEssentials
internal import Remediation

extension SlurmJob {
    /// A job in the answers of slurmrestd 0.0.38.
    struct REST: Decodable {
        var jobId: Int
        var arrayJobId: Int?
        var arrayTaskId: Int?
        var state: String
        var reason: String?
        var restarts: Int?
        var priority: Int64?
        var start: Int64?
        var end: Int64?
        var userName: String?
        var partition: String?
        var comment: String?
        var adminComment: String?
        var standardOutput: String?
        var standardError: String?

        enum CodingKeys: String, CodingKey {
            case jobId = "job_id"
            case arrayJobId = "array_job_id"
            case arrayTaskId = "array_task_id"
            case state = "job_state"
            case reason = "state_reason"
            case restarts = "restart_cnt"
            case priority
            case start = "start_time"
            case end = "end_time"
            case userName = "user_name"
            case partition, comment
            case adminComment = "admin_comment"
            case standardOutput = "standard_output"
            case standardError = "standard_error"
        }
    }

    init(rest job: REST) {
        func text(_ value: String?) -> String? { value.flatMap { $0.isEmpty ? nil : $0 } }
        func time(_ value: Int64?) -> String? {
            value.flatMap { $0 > 0 ? String(Timestamp(milliseconds: $0 * 1_000).formatted.prefix(19)) : nil }
        }
        self.init(jobId: job.jobId, state: SlurmState(job.state))
        isCompleting = job.state.contains("COMPLETING")
        reason = job.reason ?? ""
        restarts = job.restarts ?? 0
        priority = job.priority
        startTime = time(job.start)
        endTime = time(job.end)
        userName = text(job.userName)
        partition = text(job.partition)
        comment = job.comment ?? ""
        adminComment = job.adminComment ?? ""
        comments = [job.adminComment, job.comment].compactMap(text)
        // The API gives patterns, `out.%j`, which the hook expands from its record.
        standardOutput = text(job.standardOutput).flatMap { $0.contains("%") ? nil : $0 }
        standardError = text(job.standardError).flatMap { $0.contains("%") ? nil : $0 }
    }
}
