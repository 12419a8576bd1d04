import Remediation
import Testing

@testable import LogRules

/// Facts that no rule names by itself.
@Suite struct CommonFactsTests {
    static let lines: [(line: String, facts: [String: Fact])] = [
        (
            "Container killed by YARN for exceeding memory limits. 5.5 GB of 5 GB physical memory used. container_e25_1525986016285_0193_01_000032",
            [
                "usedBytes": .number(5_905_580_032), "limitBytes": .number(5_368_709_120),
                "container": .text("container_e25_1525986016285_0193_01_000032"),
            ]
        ),
        (
            "torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.25 GiB. GPU 0 has a total capacity of 24 GiB",
            ["requestedBytes": .number(2_415_919_104), "limitBytes": .number(25_769_803_776)]
        ),
        ("Error: cannot allocate vector of size 7.5 Gb", ["requestedBytes": .number(8_053_063_680)]),
        (
            "Job has gone over memory limit of 4096 megabytes. Peak usage: 5120 megabytes.",
            ["limitBytes": .number(4_294_967_296), "usedBytes": .number(5_368_709_120)]
        ),
        (
            "24/01/12 04:11:09 ERROR TaskSchedulerImpl: Lost executor 17 on ip-10-2-3-18.ec2.internal: Executor heartbeat timed out after 171264 ms",
            ["executor": .text("17"), "limitSeconds": .number(171.264)]
        ),
        (
            "psycopg2.OperationalError: connection to server at \"db\" (10.0.0.8), port 5432 failed: Connection refused; dial 10.0.0.8:5432",
            ["address": .text("10.0.0.8:5432")]
        ),
        ("HTTP 429 Too Many Requests, Retry-After: 120", ["retryAfterSeconds": .number(120)]),
        ("429 Too Many Requests: please try again in 2.5s", ["retryAfterSeconds": .number(2.5)]),
        (
            "slurmstepd: error: Detected 1 oom-kill event(s) in StepId=2183.batch cgroup.",
            ["jobId": .text("2183.batch")]
        ),
        (
            "pyspark.errors.exceptions.captured.AnalysisException: [PATH_NOT_FOUND] Path does not exist: s3a://lake/orders/dt=1.",
            ["missingPath": .text("s3a://lake/orders/dt=1.")]
        ),
    ]

    @Test(arguments: Self.lines.indices)
    func areRead(_ index: Int) throws {
        let (line, facts) = Self.lines[index]
        let result = try ShippedRules.classifier.get().classify(FailureEvidence(log: line + "\n"))
        for (name, fact) in facts { #expect(result.facts[name] == fact, "\(name) of \(line): \(result.facts)") }
    }

    /// A size that is not a limit, and a category where a time is no limit.
    @Test func nothingIsInvented() throws {
        let result = try ShippedRules.classifier.get().classify(FailureEvidence(log: "KeyError: 'a' after 12 s, limit of 5 GB\n"))
        #expect(result.facts["limitSeconds"] == nil)
        #expect(result.facts["limitBytes"] == nil)
    }
}
