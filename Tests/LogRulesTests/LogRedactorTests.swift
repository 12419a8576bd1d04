import LogRules
import RemediationTesting
import Testing

@Suite struct LogRedactorTests {
    /// Every value is made up; each must vanish, and the words around it must stay.
    static let corpus: [(text: String, secret: String)] = [
        ("password=hunter2secret next", "hunter2secret"),
        ("{\"db_password\": \"s3cr3t-value\"}", "s3cr3t-value"),
        ("connecting to postgresql://etl:pa55word@db:5432/x", "pa55word"),
        ("https://user:tokenvalue99@example.com/repo.git", "tokenvalue99"),
        ("redis://:onlypassword@cache:6379/0", "onlypassword"),
        ("key AKIAABCDEFGHIJKLMNOP used", "AKIAABCDEFGHIJKLMNOP"),
        ("aws_secret_access_key = abcdEFGH1234abcdEFGH1234abcdEFGH1234abcd", "abcdEFGH1234abcdEFGH1234abcdEFGH1234abcd"),
        ("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcDEF123456", "eyJzdWIiOiIxMjM0In0"),
        ("Authorization: Bearer abcdef1234567890abcdef", "abcdef1234567890abcdef"),
        ("authorization: Basic dXNlcjpwYXNzd29yZA==", "dXNlcjpwYXNzd29yZA"),
        ("ghp_abcdefghijklmnopqrstuvwxyz0123456789 leaked", "ghp_abcdefghijklmnopqrstuvwxyz0123456789"),
        ("glpat-abcdefghij0123456789", "glpat-abcdefghij0123456789"),
        ("xoxb-123456789012-abcdefghijkl", "xoxb-123456789012-abcdefghijkl"),
        ("AIzaSyA1234567890abcdefghijklmnopqrstuv", "AIzaSyA1234567890abcdefghijklmnopqrstuv"),
        ("dapi0123456789abcdef0123456789abcdef", "dapi0123456789abcdef0123456789abcdef"),
        ("sk-proj-abcdefghijklmnopqrstuvwx", "sk-proj-abcdefghijklmnopqrstuvwx"),
        ("AccountKey=abcdefghijklmnopqrstuvwxyz0123456789==;Endpoint", "abcdefghijklmnopqrstuvwxyz0123456789"),
        ("mail alice.smith+x@example.co.uk today", "alice.smith+x@example.co.uk"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\nxyz\n-----END RSA PRIVATE KEY-----", "MIIEabc"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\ncut off here", "cut off here"),
        ("--api-key abc --secret-token: zzzz9999", "zzzz9999"),
    ]

    @Test(arguments: Self.corpus.indices)
    func secretVanishes(_ index: Int) {
        let (text, secret) = Self.corpus[index]
        let redacted = LogRedactor.shared.redact(text)
        #expect(!redacted.contains(secret), "\(redacted)")
        #expect(redacted.contains("[redacted "))
        // What is redacted stays as it is: the engine may redact twice.
        #expect(LogRedactor.shared.redact(redacted) == redacted)
    }

    @Test func everyKindIsLookedFor() {
        #expect(LogRedactor.shared.isWhole)
    }

    @Test func ordinaryLinesStay() {
        for line in [
            "java.lang.OutOfMemoryError: Java heap space", "File \"/data/etl.py\", line 3, in <module>", "took 12 s, 3 of 4 tasks done",
            "BlockManagerId(0, 127.0.0.1, 41989, None)", "s3://bucket/path/part-0.parquet",
        ] {
            #expect(LogRedactor.shared.redact(line) == line)
        }
    }

    /// The pass that tells which kinds to look for never hides one: secrets, pieces of them and ordinary text in any order.
    @Test func whatTheFilterPassesOverHoldsNoSecret() {
        var random = SplitMix64(seed: 7)
        let plain = LogRedactor(isFiltered: false)
        let pieces =
            Self.corpus.map(\.text) + [
                " ", "\n", "\t", ":", "=", " => ", "\"", "'", "@", "://", "-----END RSA PRIVATE KEY-----", "[redacted secret]", "token",
                "sig=", "Bearer",
                "at org.apache.spark.executor.Executor$TaskRunner.run(Executor.scala:750)\n", "é", "\u{b}", "\0", "password", "aws", "key",
            ]
        for _ in 0..<3_000 {
            var text = ""
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                guard let piece = pieces.randomElement(using: &random) else { continue }
                let from = Int.random(in: 0...piece.count / 2, using: &random)
                text += Bool.random(using: &random) ? piece : String(piece.dropFirst(from).prefix(Int.random(in: 1...60, using: &random)))
            }
            #expect(LogRedactor.shared.redact(text) == plain.redact(text), "\(text.debugDescription)")
        }
    }

    /// Long runs in which a match might begin anywhere cost no more than others, and hide nothing that follows.
    @Test(arguments: [
        "a", "a.b-c.", "deadbeef", "x_y_", " ", "eyJ-", "a@", "a@a.", "-----BEGIN ", "-----BEGIN PRIVATE KEY-----", "token ", "aws_key = ",
        "https://", ":",
        "bearer ", "sk-", "\t\n",
    ])
    func longRunsHideNothing(_ piece: String) {
        let run = String(repeating: piece, count: 1_200_000 / piece.utf8.count)
        let redacted = LogRedactor.shared.redact(run + "\npassword=hunter2secret alice@example.org end")
        #expect(!redacted.contains("hunter2secret"))
        #expect(!redacted.contains("alice"))
        #expect(!redacted.contains("unexamined"))
    }

    /// As many secrets as a body can hold take time in proportion.
    @Test func manySecretsAreReplaced() {
        let redacted = LogRedactor.shared.redact(String(repeating: "password=hunter2secret ", count: 300_000))
        #expect(redacted == String(repeating: "password=[redacted secret] ", count: 300_000))
    }

    /// A key that is cut off vanishes as far as a key can reach.
    @Test func keysWithoutAnEndVanish() {
        let key = "-----BEGIN RSA PRIVATE KEY-----\n" + String(repeating: "2026-11-22 INFO MIIEabcdefgh\n", count: 2_000)
        #expect(!LogRedactor.shared.redact(key).contains("MIIE"))
    }

    /// What is longer than usual vanishes as a whole.
    @Test func longSecretsVanish() {
        let header = "eyJ" + String(repeating: "x5c0", count: 2_000)
        #expect(LogRedactor.shared.redact("token \(header).eyJzdWIiOiIxMjM0In0.abcDEF end") == "token [redacted JWT] end")
        #expect(LogRedactor.shared.redact("see eyJhbGciOi-eyJhbGciOiJI.eyJzdWIiOiIxMjM0In0.abc end") == "see [redacted JWT] end")
        let name = String(repeating: "first.last+very-long", count: 10)
        #expect(LogRedactor.shared.redact("mail \(name)@example.org end") == "mail [redacted e-mail] end")
        #expect(LogRedactor.shared.redact("mail ++a@@b@example.org end") == "mail ++a@@[redacted e-mail] end")
    }
}
