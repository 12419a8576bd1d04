import Foundation
import RemediationTesting
import Synchronization
import Testing

/// The real binary under a clock that leaps ahead and goes back.
@Suite struct ClockJumpTests {
    /// Repairs that were decided, tried and postponed ten hours ahead, with the circuit open until then, all arrive once the clock is right.
    @Test(.enabled(if: ShiftedClock.isAvailable, "needs a C compiler on Linux"), .timeLimit(.minutes(5)))
    func nothingWaitsForAFutureThatWasNone() async throws {
        let isDown = Mutex(true)
        let receiver = try LocalServer { _ in isDown.withLock { $0 } ? .answer(503) : .answer(200, body: "{}") }
        let folder = try TemporaryFolder()
        let clock = try ShiftedClock(in: folder)
        let policy = "{mode: auto, adapters: {slurm: webhook}, schedulers: {webhook: {url: \"\(receiver.url)/repairs\"}}}"
        let service = try ServiceProcess(in: folder, policy: policy, environment: clock.environment)
        let http = HTTP(address: service.address)
        func received(_ run: Int) async throws -> String {
            let answer = try await http.post("/v1/failures", Examples.memoryFailure(job: "etl-\(run)", run: run))
            #expect(answer.text("recommendation.state") == "approved")
            return try #require(answer.text("receivedAt"))
        }
        let before = try await received(1)
        try clock.move(to: 36_000)
        #expect(try seconds(try await received(2)) - seconds(before) > 35_000)
        for run in 3...8 { _ = try await received(run) }
        // Each has been tried, and the circuit is open.
        while try await http.get("/v1/outbox").openCircuits == 0 { try await Task.sleep(for: .milliseconds(100)) }
        try clock.move(to: 0)
        isDown.withLock { $0 = false }
        while try await http.get("/v1/deliveries?state=delivered&limit=500").count < 8 { try await Task.sleep(for: .milliseconds(200)) }
        #expect(try seconds(try await received(9)) - seconds(before) < 3_600)
        #expect(service.terminate().status == 0)
    }

    private func seconds(_ text: String) throws -> Double {
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        return try #require(formatter.date(from: text)).timeIntervalSince1970
    }
}

extension HTTP.Answer {
    /// How many items a listing has.
    fileprivate var count: Int { (json["items"] as? [Any])?.count ?? 0 }

    /// How many circuits are not closed.
    fileprivate var openCircuits: Int {
        (json["circuits"] as? [[String: Any]] ?? []).count { $0["state"] as? String != "closed" }
    }
}
