import Foundation
import Remediation
import Testing

@Suite struct JobFailureDecodingTests {
    private func decode(_ json: String) throws(RemediationError) -> JobFailure {
        do {
            return try JSONDecoder().decode(JobFailure.self, from: Data(json.utf8))
        } catch let error as DecodingError {
            throw RemediationError(error)
        } catch {
            throw RemediationError(.internalFault, "unexpected", cause: error)
        }
    }

    private func valid(_ extra: String = "") -> String {
        #"{"job":"etl","runId":"1","engine":"slurm","resources":{"memoryBytes":1024}\#(extra)}"#
    }

    @Test func readsTheContract() throws {
        let failure = try decode(
            valid(#","attempt":2,"schedulerState":"FAILED","exitCode":1,"signal":"SIGKILL","log":"x","labels":{"queue":"a"}"#)
        )
        #expect(failure.attempt == 2)
        #expect(failure.signal == Signal(number: 9))
        #expect(failure.resources == Resources(memoryBytes: 1024, cpus: 1))
        #expect(failure.labels == ["queue": "a"])
    }

    @Test func survivesARoundTrip() throws {
        let failure = try decode(valid(#","podStatus":{"phase":"Failed","list":[1,true,null,"x"]},"inputBytes":12.5"#))
        let again = try JSONDecoder().decode(JobFailure.self, from: JSONEncoder().encode(failure))
        #expect(again == failure)
    }

    @Test(arguments: [
        (#","colour":"red""#, "colour"),
        (#","resources":{"memoryBytes":-1}"#, "resources.memoryBytes"),
        (#","attempt":0"#, "attempt"),
        (#","attempt":"two""#, "attempt"),
        (#","exitCode":1.5"#, "exitCode"),
        (#","signal":"SIGNONSENSE""#, "signal"),
        (#","inputBytes":-5"#, "inputBytes"),
        (#","limits":{"memory":5}"#, "limits.memory"),
        (#","labels":{"":"x"}"#, "labels."),
    ])
    func namesTheFieldAtFault(extra: String, field: String) {
        let json =
            extra.contains("resources")
            ? #"{"job":"etl","runId":"1","engine":"slurm"\#(extra)}"# : valid(extra)
        let error = #expect(throws: RemediationError.self) { try decode(json) }
        #expect(error?.code == .invalidInput)
        #expect(error?.field == field)
    }

    @Test func namesAMissingField() {
        let error = #expect(throws: RemediationError.self) { try decode(#"{"job":"etl"}"#) }
        #expect(error?.field == "runId")
    }

    @Test func refusesTruncatedJSONAndNaN() {
        for json in [String(valid().dropLast(3)), valid(#","runSeconds":NaN"#), "", "[]"] {
            #expect(throws: RemediationError.self) { try decode(json) }
        }
    }
}
