import RemediationTesting
import Testing

@testable import LogRules

/// The texts that Hyperscan looks for in the place of an expression: a line that matches holds one of them.
@Suite struct RequiredLiteralsTests {
    static let known: [(pattern: String, literals: [String]?)] = [
        ("(?:no|zero) (?:rows|records) found", ["no records found", "no rows found", "zero records found", "zero rows found"]),
        ("(?:no|zero) rows(?: read)?", ["no rows", "zero rows"]),
        ("heartbea[tT]s? miss(?:ed|ing)", ["heartbeat"]),
        ("quu+x zeb?ra", ["x zebra", "x zera"]),
        ("(?:quux|zebra) y", ["quux y", "zebra y"]),
        (".*", nil),
        ("it", nil),
        ("(?=quux)[a-z]+", nil),
        ("(?:quux){2}", ["quux"]),
        ("(?:quux){0,2}zebras", ["zebras"]),
        ("(?:quux)*zebras", ["zebras"]),
        (#"\S+\.(?:c|cc)\d+ zebra\b"#, [" zebra"]),
        ("(?:|quux)zebra", ["zebra"]),
        ("(?<name>quux)(?>zebra)(?i:lion)", ["quuxzebralion"]),
        ("qu[u]x{foo} zebra", ["quux{foo} zebra"]),
    ]

    @Test("are put together from what stands side by side", arguments: known)
    func knownSets(pattern: String, literals: [String]?) {
        let found = RequiredLiterals.branches(of: pattern)
        #expect(found.map(\.literals) == [literals])
    }

    /// Constructs that quote, refer back, take arguments or change how the rest is read: the expression is searched as it is.
    @Test(
        "are none of what is not understood",
        arguments: [
            #"\Qquux?zebra\E"#, "(?s)quux", "(?-i)quux", "(?#n)quux", "(?|quux|zebra)", "(?'n'quux)", "(?x:quux zebra)", "[[:alpha:]]quux",
            #"\p{Lu}quux"#, #"quux\cAzebra"#, #"\x4quux"#, #"(?<a>lion|wolf)-\k<a>bear"#, #"(quux)\1zebra"#, #"quux\012zebra"#,
            "quux{,2}zebra",
            "(*COMMIT)quux", "(?s)quux|lion: zebra", "(quux", "[quux",
        ]
    )
    func strange(pattern: String) {
        #expect(RequiredLiterals.branches(of: pattern).map(\.literals) == [nil])
    }

    @Test("an open brace stands for itself")
    func openBrace() {
        #expect(RequiredLiterals.branches(of: "quux{3").map(\.literals) == [["quux{3"]])
    }

    @Test("stand in every text that matches", arguments: 0..<40)
    func complete(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let data = try PerlMatchData()
        var held = 0
        for _ in 0..<200 {
            let branches = (0..<Int.random(in: 1...3, using: &random)).map { _ in RandomExpression.sequence(depth: 3, using: &random) }
            let chosen = Int.random(in: 0..<branches.count, using: &random)
            let sample = RandomExpression.mixedCase(branches[chosen].sample, using: &random)
            let pattern = "(?i)" + branches.map(\.pattern).joined(separator: "|")
            let search = try PerlPattern(pattern)
            // The generator's own promise; nested repeats may reach the limit of a search.
            let isRefuted = Array(sample.utf8).withUnsafeBufferPointer { bytes in
                if case .none = search.search(in: bytes, using: data) { true } else { false }
            }
            try #require(!isRefuted, "\(pattern) against \(sample)")
            let found = RequiredLiterals.branches(of: pattern)
            try #require(found.count == branches.count, "\(pattern)")
            guard let literals = found[chosen].literals else { continue }
            held += 1
            #expect(literals.contains { sample.lowercased().contains($0) }, "\(pattern) against \(sample): \(literals)")
        }
        #expect(held > 50)
    }
}
