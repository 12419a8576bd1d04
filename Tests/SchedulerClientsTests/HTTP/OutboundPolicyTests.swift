import Foundation
import Remediation
import RemediationTesting
import Testing

@testable import SchedulerClients

/// Requests go where the policy says, and nowhere else.
@Suite(.timeLimit(.minutes(5))) struct OutboundPolicyTests {
    private func refusal(_ url: String, _ policy: OutboundPolicy) async -> SchedulerError? {
        let transport = HTTPTransport(HTTPTransportOptions(connectTimeoutSeconds: 1, totalTimeoutSeconds: 2, outbound: policy))
        do throws(SchedulerError) {
            _ = try await transport.send(OutboundRequest(.get, url))
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("platform.example", true), ("PLATFORM.example", true), ("platform.example.", true), ("evil.platform.example", false),
        ("a.batch.example", true), ("a.b.batch.example", true), ("batch.example", false), ("xbatch.example", false),
        (".batch.example", false),
        ("batch.example.evil.example", false), ("::1", true), ("[::1]", true), ("", false),
    ])
    func hostsAreComparedWhole(host: String, isAllowed: Bool) {
        let policy = OutboundPolicy(allowedHosts: ["Platform.example", "*.batch.example", "[::1]"])
        #expect(policy.admits(host: host) == isAllowed)
    }

    @Test func onlyAllowedHostsAreReached() async throws {
        let server = try LocalServer { _ in .answer(200) }
        let port = try #require(server.url.split(separator: ":").last)
        let policy = OutboundPolicy(allowedHosts: ["127.0.0.1"])
        #expect(await refusal(server.url, policy) == nil)
        let before = server.requests.count
        for url in [
            "http://localhost:\(port)/", "http://2130706433:\(port)/", "http://127.1:\(port)/", "http://0x7f000001:\(port)/",
            "http://127.0.0.1@localhost:\(port)/", "http://localhost:\(port)/127.0.0.1", "http://localhost:\(port)\\@127.0.0.1/",
            "http://127.0.0.1%2elocalhost:\(port)/", "http://[::1]:\(port)/", "file:///etc/passwd", "gopher://127.0.0.1:\(port)/",
        ] {
            let error = await refusal(url, policy)
            #expect(error?.isTransient == false, "\(url): \(String(describing: error))")
        }
        #expect(server.requests.count == before)
    }

    @Test func redirectsAreNotFollowed() async throws {
        let other = try LocalServer { _ in .answer(200) }
        let target = other.url
        let server = try LocalServer { _ in .answer(302, headers: ["Location": target]) }
        let response = try await HTTPTransport(HTTPTransportOptions(outbound: OutboundPolicy(allowedHosts: nil))).send(
            OutboundRequest(.post, server.url, body: Array("{}".utf8))
        )
        #expect(response.status == 302)
        #expect(other.requests.isEmpty)
    }

    @Test func addressesAreCheckedWhenTheSocketIsMade() async throws {
        let server = try LocalServer { _ in .answer(200) }
        let port = try #require(server.url.split(separator: ":").last)
        // The name is allowed, what it stands for is not.
        let named = "http://localhost:\(port)/"
        #expect(await refusal(named, OutboundPolicy(allowedHosts: ["localhost"])) == nil)
        let denied = await refusal(named, OutboundPolicy(allowedHosts: ["localhost"], allowsPrivateAddresses: false))
        #expect(denied?.isTransient == false)
        #expect(denied?.message.contains("may not be reached") == true, "\(String(describing: denied))")
        for address in ["169.254.169.254", "[fe80::1]", "0.0.0.0", "224.0.0.1", "[::ffff:169.254.169.254]"] {
            let error = await refusal("http://\(address)/latest/meta-data/", OutboundPolicy(allowedHosts: nil))
            #expect(error?.isTransient == false, "\(address): \(String(describing: error))")
        }
    }

    @Test(arguments: [
        ([127, 0, 0, 1], AddressKind.loopback), ([10, 1, 2, 3], .privateNetwork), ([172, 15, 0, 1], .global),
        ([172, 16, 0, 1], .privateNetwork),
        ([172, 31, 255, 1], .privateNetwork), ([172, 32, 0, 1], .global), ([192, 168, 1, 1], .privateNetwork),
        ([100, 64, 0, 1], .privateNetwork),
        ([169, 254, 169, 254], .special), ([0, 0, 0, 0], .special), ([255, 255, 255, 255], .special), ([224, 0, 0, 1], .special),
        ([192, 0, 0, 8], .special), ([1, 1, 1, 1], .global),
    ])
    func addressesAreOfTheirKind(bytes: [UInt8], kind: AddressKind) {
        #expect(AddressKind(v4: bytes) == kind)
        let mapped = [UInt8](repeating: 0, count: 10) + [0xff, 0xff] + bytes
        #expect(AddressKind(v6: mapped) == kind)
        #expect(AddressKind(v6: [0, 0x64, 0xff, 0x9b] + [UInt8](repeating: 0, count: 8) + bytes) == kind)
    }

    @Test func newerAddressesAreOfTheirKind() {
        func kind(_ head: [UInt8], _ last: UInt8 = 1) -> AddressKind {
            AddressKind(v6: head + [UInt8](repeating: 0, count: 15 - head.count) + [last])
        }
        #expect(kind([]) == .loopback)
        #expect(kind([], 0) == .special)
        #expect(kind([0xfc]) == .privateNetwork)
        #expect(kind([0xfd, 0x12]) == .privateNetwork)
        #expect(kind([0xfe, 0x80]) == .special)
        #expect(kind([0xff, 0x02]) == .special)
        #expect(kind([0x2a, 0x00]) == .global)
    }
}
