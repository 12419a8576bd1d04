import Foundation
import Remediation
import Testing

@testable import SchedulerClients

@Suite(.timeLimit(.minutes(1))) struct CommandRunnerTests {
    private let runner = CommandRunner(environment: ["PATH": "/usr/bin:/bin", "MARK": "a b"], timeoutSeconds: 20)

    @Test func givesArgumentsAndEnvironmentAsTheyAre() async throws {
        let result = try await runner.run(["printf", "%s|", "a b", "$(id)", ";", "*", "", "\"'"])
        #expect(result == CommandResult(status: 0, output: "a b|$(id)|;|*||\"'|", errorOutput: ""))
        #expect(try await runner.run(["env"]).output.contains("MARK=a b\n"))
        #expect(try await runner.run(["env"]).output.contains("HOME=") == false)
    }

    @Test func tellsStatusSignalAndErrors() async throws {
        #expect(try await runner.run(["sh", "-c", "echo oops >&2; exit 3"]) == CommandResult(status: 3, output: "", errorOutput: "oops\n"))
        #expect(try await runner.run(["sh", "-c", "kill -TERM $$"]).status == 143)
    }

    @Test func takesMoreOutputThanAPipeHolds() async throws {
        let result = try await runner.run(["sh", "-c", "head -c 3000000 /dev/zero; head -c 300000 /dev/zero >&2"])
        #expect(result.output.utf8.count == 1 << 20)
        #expect(result.errorOutput.utf8.count == 300_000)
    }

    @Test func killsWhatTakesTooLong() async throws {
        var hasty = runner
        hasty.timeoutSeconds = 0.2
        for script in ["exec sleep 600", "exec 1>&- 2>&-; exec sleep 600"] {
            let error = await schedulerError { _ = try await hasty.run(["sh", "-c", script]) }
            #expect(error?.isTransient == true)
            #expect(error?.message == "sh did not end within 0.2 s")
        }
    }

    @Test func doesNotWaitForADaemonThatHoldsThePipes() async throws {
        let result = try await runner.run(["sh", "-c", "sleep 600 & echo $!"])
        #expect(result.status == 0)
        let daemon = try #require(Int32(result.output.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(kill(daemon, SIGKILL) == 0)
    }

    @Test func cancellationKills() async throws {
        let task = Task { try await runner.run(["sleep", "600"]) }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        #expect(await schedulerError { _ = try await task.value }?.message == "sleep was cancelled")
    }

    @Test func saysWhatIsNotInstalled() async {
        for name in ["no-such-program", "/no/such/program"] {
            let error = await schedulerError { _ = try await runner.run([name]) }
            #expect(error?.isTransient == false)
            #expect(error?.message.contains(name) == true)
        }
        #expect(await schedulerError { _ = try await runner.run([]) } != nil)
    }
}
