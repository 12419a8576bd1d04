import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Remediation
import RemediationEngine
import RemediationTesting
import Testing

@testable import RemediationServer

@Suite struct OperatorPageTests {
    @Test func everyPageIsShown() async throws {
        let fixture = try await ServerFixture()
        try await fixture.test { client in
            for path in ["/overview", "/deliveries", "/incidents", "/policy", "/audit"] {
                let page = try await client.get(path, headers: [.accept: "text/html"])
                #expect(page.status == .ok, "\(path): \(page.text)")
                #expect(page.text.contains("aria-current=\"page\""), "\(path)")
            }
            let failure =
                #"{"job":"<b>x","runId":"1","engine":"slurm","schedulerState":"OUT_OF_MEMORY","signal":125,"resources":{"memoryBytes":314572800},"runSeconds":12,"log":"oom-kill event(s)"}"#
            _ = try await client.post("/v1/failures", failure)
            fixture.clock.advance(bySeconds: 120)
            try await fixture.service.monitor.tick { _ in }
            let overview = try await client.get("/overview")
            #expect(overview.text.contains("Failures an hour by category, 1 in 24 hours"))
            #expect(overview.text.contains("saved = cost of doomed repeats"))
            #expect(overview.text.contains("data-live"))
            let audit = try await client.get("/audit?kind=decided&subject=&actor=")
            #expect(audit.text.contains("decided"))
            #expect(!audit.text.contains("<b>x"))
            #expect(try await client.get("/assets/live.js").headers[.contentType] == "text/javascript; charset=utf-8")
        }
    }

    @Test func stopsAndResumesWithOneForm() async throws {
        try await ServerFixture().test { client in
            let browser = Browser(client)
            try await browser.get("/overview")
            let nameless = try await browser.post("/pauses", "note=x")
            #expect(nameless.headers[values: .setCookie].contains { $0.hasPrefix("mulligan_flash=error") })
            let stopped = try await browser.post("/pauses", "actor=ada&note=storm")
            #expect(stopped.status == .seeOther)
            let page = try await browser.get("/overview")
            #expect(page.text.contains("Remediation is stopped"))
            let id = try #require(try await client.get("/v1/pauses").json["items"]?.array?.first?["id"]?.string)
            #expect(page.text.contains("action=\"/pauses/\(id)/resume\""))
            _ = try await browser.post("/pauses/\(id)/resume", "actor=ada")
            #expect(try await client.get("/v1/pauses").json["items"]?.array?.isEmpty == true)
            let foreign = try await browser.post("/pauses", "actor=mallory", headers: [.origin: "https://evil.example"])
            #expect(foreign.status == .forbidden)
            #expect(try await browser.post("/pauses", "actor=mallory", token: "forged").status == .forbidden)
            let typo = try await browser.post("/pauses", "actor=ada&class=memroy.*")
            #expect(typo.headers[values: .setCookie].contains { $0.hasPrefix("mulligan_flash=error") })
            #expect(try await client.get("/v1/pauses").json["items"]?.array?.isEmpty == true)
        }
    }

    @Test func pausesAWorkflow() async throws {
        try await ServerFixture().test { client in
            let browser = Browser(client)
            #expect(try await browser.get("/overview").text.contains("name=\"labels\""))
            for wrong in ["workflow", "%3Dbilling", "workflow%3D", "a%3D1%2Ca%3D2"] {
                let refused = try await browser.post("/pauses", "actor=ada&labels=\(wrong)")
                #expect(refused.headers[values: .setCookie].contains { $0.hasPrefix("mulligan_flash=error") }, "\(wrong)")
            }
            #expect(try await client.get("/v1/pauses").json["items"]?.array?.isEmpty == true)
            _ = try await browser.post("/pauses", "actor=ada&labels=workflow%3Dbilling%2C+queue%3Dlong")
            let scope = try await client.get("/v1/pauses").json["items"]?.array?.first?["scope"]
            #expect(scope?["labels"]?["workflow"]?.string == "billing" && scope?["labels"]?["queue"]?.string == "long")
            #expect(try await browser.get("/overview").text.contains("label queue=long, label workflow=billing"))
        }
    }

    @Test func approvesWhatIsTicked() async throws {
        try await ServerFixture().test { client in
            var ids: [String] = []
            for run in 1...3 {
                let answer = try await client.post("/v1/failures", memoryFailure(run: "\(run)"))
                ids.append(try #require(try answer.string("recommendation", "id")))
            }
            let browser = Browser(client)
            let queue = try await browser.get("/?state=pending")
            for id in ids { #expect(queue.text.contains("name=\"recommendation\" value=\"\(id)\"")) }
            let body = "decision=approve&actor=ada&recommendation=\(ids[0])&recommendation=\(ids[1])"
            let done = try await browser.post("/decisions", body)
            #expect(done.status == .seeOther)
            let states = try await ids.asyncMap { try await client.get("/v1/recommendations/\($0)").string("state") }
            #expect(states == ["approved", "approved", "pending"])
            let again = try await browser.post("/decisions", body + "&recommendation=\(ids[2])")
            let flash = try #require(again.headers[values: .setCookie].first?.removingPercentEncoding)
            #expect(flash.contains("error 1 approved. 2 were not"))
        }
    }

    @Test func streamsAreBoundedAndFollowTheAuditLog() async throws {
        let fixture = try await ServerFixture()
        let streams = OpenStreams()
        var places: [OpenStreams.Place] = []
        while let place = streams.enter() { places.append(place) }
        #expect(places.count == OpenStreams.most)
        places.removeFirst().leave()
        #expect(streams.enter() != nil)
        let newest = try await fixture.service.store.auditEntries(AuditFilter(), page: PageRequest(limit: 1)).items.first?.sequence
        #expect(newest == 3)
    }
}

extension Array where Element: Sendable {
    /// `transform` of each element in turn.
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
