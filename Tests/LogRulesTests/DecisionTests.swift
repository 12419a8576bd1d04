import LogRules
import Remediation
import Testing

/// What a line says of itself, what was survived, and when a job may be stopped for good.
@Suite struct DecisionTests {
    private func classify(_ log: String) throws -> Classification {
        try ShippedRules.classifier.get().classify(FailureEvidence(log: log))
    }

    @Test func aLineThatCallsItselfProgressWeighsLess() throws {
        let result = try classify(
            """
            2026-01-01 10:00:00 DEBUG probe: permission denied for /tmp/.lock
            2026-01-01 10:00:01 ERROR reader: ParserError: Error tokenizing data. C error: Expected 3 fields, saw 4
            """
        )
        #expect(result.failureClass == .corruptParse)
    }

    /// Airflow writes all that a task prints at INFO.
    @Test func anAirflowPrefixIsNoLevel() throws {
        let line = "bash: line 3: /data/in.csv: Permission denied"
        let plain = try classify(line)
        let prefixed = try classify("[2026-01-01T10:00:00.000+0000] {subprocess.py:93} INFO - " + line)
        #expect(plain.failureClass == .permissionDenied)
        #expect(prefixed.retryable == plain.retryable && prefixed.failureClass == plain.failureClass)
    }

    @Test func whatWasSurvivedIsNotTheCause() throws {
        let recovered = try classify(
            """
            WARN TaskSetManager: Lost task 3.0 in stage 1.0: java.lang.OutOfMemoryError: Java heap space
            INFO DAGScheduler: Job 0 finished: count at Main.scala:20, took 44.1 s
            Traceback (most recent call last):
              File "kpi.py", line 60, in <module>
            AssertionError: no rows
            """
        )
        #expect(recovered.failureClass == .userException)
        let handled = try classify(
            """
            ERROR - HTTP error: 429 Too Many Requests
            Traceback (most recent call last):
              File "parse.py", line 64, in parse
            AttributeError: 'float' object has no attribute 'replace'
            """
        )
        #expect(handled.failureClass == .userException)
    }

    /// Tracebacks joined by "During handling" are one: the refused connection inside the chain was not survived.
    @Test func aChainOfTracebacksIsOne() throws {
        let result = try classify(
            """
            Traceback (most recent call last):
              File "a.py", line 3, in call
            ConnectionRefusedError: [Errno 111] Connection refused

            During handling of the above exception, another exception occurred:

            Traceback (most recent call last):
              File "a.py", line 9, in <module>
            AttributeError: 'NoneType' object has no attribute 'json'
            """
        )
        #expect(result.failureClass == .connectionRefusedReset)
    }

    @Test func aContestedStopIsNone() throws {
        let sure = try classify("PermissionError: [Errno 13] Permission denied: '/data/in.csv'")
        #expect(sure.retryable == .no)
        let contested = try classify(
            """
            PermissionError: [Errno 13] Permission denied: '/data/in.csv'
            socket.gaierror: [Errno -3] Temporary failure in name resolution
            PermissionError: [Errno 13] Permission denied: '/data/in.csv'
            """
        )
        #expect(contested.retryable != .no)
        let muttered = try classify("2026-01-01 10:00:00 INFO probe: permission denied for /tmp/x")
        #expect(muttered.retryable == .unknown)
        #expect(muttered.reasons.contains { $0.contains("not ruled out") })
    }
}
