import Foundation
import RemediationTesting
import Testing

/// The short form of `Benchmarks/faults`: a real service is broken under load, and what it kept and sent is compared with what its
/// clients and its scheduler saw.
@Suite(.serialized) struct FaultTests {
    @Test(.timeLimit(.minutes(8)), arguments: [["crash", "--kills", "6"], ["locked"], ["scheduler"], ["overload"], ["disk"]])
    func sqliteKeepsEveryPromise(fault: [String]) throws {
        try breakIt(fault)
    }

    @Test(
        .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed; make test-packages installs it"),
        .timeLimit(.minutes(8)),
        arguments: ["restart", "processes", "overload", "disk"]
    )
    func postgresKeepsEveryPromise(fault: String) throws {
        try breakIt(["--store", "postgres", fault])
    }

    private func breakIt(_ arguments: [String]) throws {
        let result = try Program.run(
            ["Benchmarks/faults/faults.py", "--binary", Program.mulligan, "--short"] + arguments,
            program: "python3"
        )
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        // Without root there is no small disk, and with few files no flood: it says so, and has nothing to keep.
        let skipped = result.output.split(separator: "\n").first { $0.contains("SKIPPED") }
        #expect(result.output.contains("kept") || skipped != nil)
        if let skipped { print("\(arguments.joined(separator: " ")): \(skipped)") }
    }
}
