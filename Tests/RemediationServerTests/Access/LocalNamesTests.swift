import RemediationTesting
import Testing

@testable import RemediationServer

@Suite struct LocalNamesTests {
    @Test(arguments: ["localhost", "LocalHost:8080", "127.0.0.1", "127.0.0.1:80", "127.255.255.255", "127.1.02.003", "[::1]:8080", "[::1]"])
    func namesThisMachine(authority: String) {
        #expect(LocalNames.isLocal(authority))
    }

    @Test func anAddressToListenAtHasNoPort() {
        #expect(LocalNames.isLoopback("::1") && LocalNames.isLoopback("LOCALHOST") && !LocalNames.isLoopback("localhost:80"))
    }

    @Test(arguments: [
        "", "127", "127.", "127.0.0", "127.0.0.", "127.0.0.0.1", "127.0.0.256", "127.0.0.0001", "127..0.1", "127.0.0.1.", ".127.0.0.1",
        "0127.0.0.1", "128.0.0.1", "1.127.0.0", "127.0.0.x", "127.0.0.+1", "127.0.0.-1", "127.0.0.1 ", "127.0.0.1.evil.example",
        "localhost.evil.example", "127.0.0.１", "[127.0.0.1", "[::2]", "evil.example:127.0.0.1",
    ])
    func refusesEveryOther(authority: String) {
        #expect(!LocalNames.isLocal(authority))
    }

    /// Against the rule said another way: four numbers of one to three digits below 256, the first of them 127.
    @Test func agreesWithItsRule() {
        var random = SplitMix64(seed: 20_261_123)
        let pieces = ["127", "0", "1", "255", "256", "00", "007", "0127", ".", ".", ".", ".", "", "a", "+"]
        for _ in 0..<20_000 {
            let name = (0..<Int.random(in: 1...9, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            let isLocal =
                parts.count == 4 && parts[0] == "127"
                && parts.allSatisfy { (1...3).contains($0.count) && $0.allSatisfy("0123456789".contains) && (Int($0) ?? 256) < 256 }
            #expect(LocalNames.isLoopback(name) == isLocal, "\(name)")
        }
    }
}
