import Foundation
import Remediation
import RemediationTesting

@testable import SchedulerClients

/// slurmrestd played in this process: it knows one job and takes whatever is sent.
final class SlurmRESTStage: Sendable {
    /// What was posted: the path below the API's own, and the body.
    struct Post: Hashable {
        var path: String
        var body: JSONValue
    }

    let client: SlurmClient
    private let server: LocalServer
    private let folder: TemporaryFolder

    /// slurmrestd that knows `job`, in its own words.
    ///
    /// - Parameters:
    ///   - record: What Slurm posted of the job's first attempt, from which the hook kept its script; nil keeps none.
    ///   - remark: What it says beside the number of a job that it took.
    init(_ job: String, record: String?, remark: String = "") throws {
        let folder = try TemporaryFolder()
        if let record {
            try SlurmScripts(folder: folder.path).keep(try SlurmJobRecord.decode(Array(record.utf8)), attempt: 1)
        }
        let server = try LocalServer { request in
            switch (request.method, request.path) {
            case ("GET", _): .answer(200, body: #"{"errors":[],"jobs":[\#(job)]}"#)
            case (_, "/slurm/v0.0.38/job/submit"): .answer(200, body: #"{"errors":[\#(remark)],"job_id":99}"#)
            default: .answer(200, body: #"{"errors":[]}"#)
            }
        }
        var options = SlurmOptions(mode: .rest, scriptFolder: folder.path)
        options.restURL = server.url
        options.restToken = .token(Secret("token"))
        client = try SlurmClient(options, transport: HTTPTransport())
        self.folder = folder
        self.server = server
    }

    /// What was posted so far, in its order.
    func posts() throws -> [Post] {
        try server.requests.filter { $0.method == "POST" }.map {
            Post(path: $0.path.replacing("/slurm/v0.0.38", with: ""), body: try JSONDecoder().decode(JSONValue.self, from: Data($0.body)))
        }
    }

    /// The fields of the one job that was submitted; nil unless it is one.
    func submitted() throws -> JSONValue? {
        let posts = try posts()
        return posts.count == 1 && posts[0].path == "/job/submit" ? posts[0].body["job"] : nil
    }
}
