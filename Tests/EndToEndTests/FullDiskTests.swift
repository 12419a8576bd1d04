import Foundation
import RemediationTesting
import Testing

/// A disk that fills up under a running service.
@Suite(.enabled(if: geteuid() == 0, "mounting a small disk needs root"))
struct FullDiskTests {
    @Test func aFullDiskIsSaidAndNothingAcknowledgedIsLost() async throws {
        let folder = try TemporaryFolder()
        let mounted = try Program.run(["-t", "tmpfs", "-o", "size=4m", "tmpfs", folder.path], program: "mount")
        try #require(mounted.status == 0, "\(mounted.errors)")
        defer { _ = try? Program.run(["-l", folder.path], program: "umount") }
        var acknowledged = [String]()
        // Lines that repeat would take no room.
        var generator = SplitMix64(seed: 1)
        do {
            let service = try ServiceProcess(in: folder)
            let http = HTTP(address: service.address)
            var refusal: HTTP.Answer?
            for run in 0..<400 {
                let log = (0..<3_000).map { _ in "line \(generator.next())\\n" }.joined()
                let body = Examples.memoryFailure(run: run).replacing(#""log":""#, with: #""log":""# + log)
                let answer = try await http.post("/v1/failures", body)
                guard answer.status == 201 else {
                    refusal = answer
                    break
                }
                acknowledged.append(try #require(answer.text("id")))
            }
            let answer = try #require(refusal, "4 MiB were never full")
            #expect([503, 507].contains(answer.status))
            #expect((answer.text("detail") ?? "").contains("disk"))
            for id in acknowledged { #expect(try await http.get("/v1/failures/\(id)").status == 200) }
            #expect(try await http.get("/healthz").status == 200)
            service.kill()
        }
        // Room again: what was acknowledged is there, and new failures are taken.
        #expect(try Program.run(["-o", "remount,size=64m", folder.path], program: "mount").status == 0)
        let service = try ServiceProcess(in: folder)
        let http = HTTP(address: service.address)
        for id in acknowledged { #expect(try await http.get("/v1/failures/\(id)").text("recommendation.state") != nil) }
        #expect(try await http.post("/v1/failures", Examples.memoryFailure(run: 9_999)).status == 201)
    }
}
