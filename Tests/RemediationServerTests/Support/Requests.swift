import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Remediation

extension TestClientProtocol {
    /// Posts `json` to `path`.
    func post(_ path: String, _ json: String, headers: HTTPFields = [:]) async throws -> TestResponse {
        try await post(path, ByteBuffer(string: json), headers: headers)
    }

    /// Posts `bytes` to `path`, by default as JSON.
    func post(_ path: String, _ bytes: ByteBuffer, headers: HTTPFields = [:]) async throws -> TestResponse {
        var fields = headers
        if fields[.contentType] == nil { fields[.contentType] = "application/json" }
        return try await execute(uri: path, method: .post, headers: fields, body: bytes) { $0 }
    }

    /// Gets `path`.
    func get(_ path: String, headers: HTTPFields = [:]) async throws -> TestResponse {
        try await execute(uri: path, method: .get, headers: headers) { $0 }
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }

    /// The body as a JSON value.
    var json: JSONValue { get throws { try JSONDecoder().decode(JSONValue.self, from: Data(body.readableBytesView)) } }

    /// The member at `path` as text.
    func string(_ path: String...) throws -> String? {
        try path.reduce(json as JSONValue?) { $0?[$1] }?.string
    }
}

/// A posted failure of a job that the kernel killed, as JSON.
func memoryFailure(run: String, job: String = "etl", extra: String = "") -> String {
    """
    {"job":"\(job)","runId":"\(run)","engine":"slurm","schedulerState":"OUT_OF_MEMORY","signal":125,"resources":{"memoryBytes":314572800},
    "runSeconds":12,"log":"begin\\nslurmstepd: error: Detected 1 oom-kill event(s) in StepId=1.batch.\\nend\\n"\(extra)}
    """
}
