import Testing

@testable import SchedulerClients

@Suite struct SlurmOutputPathTests {
    private func paths(_ record: String) throws -> [String] {
        try SlurmOutputPath(record: SlurmJobRecord.decode(Array(record.utf8))).paths
    }

    @Test func findsSlurmsOwnNames() throws {
        #expect(try paths(SlurmRecords.outOfMemory) == ["/scratch/run/slurm-1.out"])
        #expect(try paths(SlurmRecords.arrayTask) == ["/scratch/run/slurm-6_1.out"])
        #expect(try paths(SlurmRecords.ownFiles) == ["/scratch/run/out.11", "/scratch/run/err.11"])
    }

    @Test(
        arguments: [
            ("out", "/scratch/run/out"), ("/log/%x-%j.out", "/log/arr-10.out"), ("/log/%A_%4a", "/log/6_0001"), ("/%u/%N/%%", "/root/vm/%"),
            ("/%06j", "/000010"), ("/%6x", "/arr"), ("\\/x%j", "/x%j"), ("/%99999999999999999999j", "/10"), ("/%b", "/1"),
            ("/%t%n-%s", "/00-batch"),
            ("/100%", nil), ("/%q", nil), ("", nil),
        ] as [(String, String?)]
    )
    func expandsPatterns(pattern: String, path: String?) throws {
        let record = try SlurmJobRecord.decode(Array(SlurmRecords.arrayTask.utf8))
        #expect(SlurmOutputPath(record: record).expand(pattern) == path)
    }
}
