import Remediation
import Testing

@Suite struct PauseScopeTests {
    private func incident(_ dimension: Incident.Dimension, _ value: String) -> Incident {
        Incident(
            id: "i",
            dimension: dimension,
            value: value,
            openedAt: Timestamp(milliseconds: 0),
            observed: 9,
            expected: 0,
            windowMinutes: 5
        )
    }

    @Test func holdsWhatIsDoneAboutAnIncident() {
        let (dns, slurm, host) = (incident(.failureClass, "network.dns"), incident(.engine, "slurm"), incident(.host, "n1"))
        #expect([dns, slurm, host].allSatisfy { PauseScope().covers($0) })
        #expect([dns, slurm, host].map { PauseScope(failureClass: "network.*").covers($0) } == [true, false, false])
        #expect([dns, slurm, host].map { PauseScope(engine: "slurm").covers($0) } == [false, true, false])
        let narrower = [
            PauseScope(failureClass: "memory.*"), PauseScope(engine: "spark"), PauseScope(failureClass: "network.*", engine: "slurm"),
            PauseScope(job: "*"), PauseScope(labels: ["queue": "long"]), PauseScope(unchangedOnly: true),
        ]
        for scope in narrower { #expect(![dns, slurm, host].contains { scope.covers($0) }, "\(scope.summary)") }
    }

    @Test func readsLabelsAsTheyAreWritten() throws {
        #expect(try Labels.parse(nil, field: "Labels") == [:])
        #expect(try Labels.parse(" queue = long,workflow=a=b ", field: "Labels") == ["queue": "long", "workflow": "a=b"])
        #expect(try Labels.parse(["note=one, two"], field: "--label") == ["note": "one, two"])
        let many = (0...Labels.most).map { "l\($0)=1" }.joined(separator: ",")
        for wrong in ["queue", "=long", "queue=", "a=1,a=2", "a=1,,b", many, "a=" + String(repeating: "x", count: 513)] {
            let error = #expect(throws: RemediationError.self) { try Labels.parse(wrong, field: "Labels") }
            #expect(error?.code == .invalidInput && error?.field == "Labels")
        }
    }
}
