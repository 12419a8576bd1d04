import Foundation
import JSONText
import Remediation
import RemediationTesting
import Testing

/// What the plain reader takes, Foundation's decoder takes with the same value.
@Suite struct PlainReadingTests {
    private static let bodies = [
        #"{"job":"load/job-1","runId":"7","attempt":1,"engine":"slurm","schedulerState":"OUT_OF_MEMORY","signal":9,"resources":{"memoryBytes":2147483648,"cpus":2},"runSeconds":412.5,"inputBytes":2900000000,"labels":{"queue":"normal"},"log":"a\nb \"c\" \\ \/ d\te"}"#,
        #" { "job" : "é" , "runId":"𝄞","engine":"k8s","exitCode":-9,"log":null,"labels":{},"resources":{"memoryBytes":1,"cpus":0.25,"gpus":null,"timeLimitSeconds":0.001,"workers":3,"concurrency":2,"diskBytes":0,"memoryOverheadBytes":12}} "#,
        #"{"resources":{"memoryBytes":9007199254740992},"engine":"e","runId":"r","job":"j","peakMemoryBytes":5,"attempt":null}"#,
    ]

    private static let attempts = [
        #"{"job":"load/job-1","runId":"7","attempt":2,"engine":"slurm","requested":{"memoryBytes":2147483648,"cpus":2},"runSeconds":412.5,"inputBytes":2900000000,"labels":{"queue":"normal"},"result":"failed","failureClass":"memory.container_limit","capped":true,"endedAt":"2026-11-21T08:45:00.123Z"}"#,
        #" {"job":"é","runId":null,"requested":{"memoryBytes":1},"result":"succeeded","peakMemoryBytes":5,"cpuSeconds":0.001,"labels":null,"capped":false,"endedAt":"2026-11-21t08:45:60+02:00","failureClass":null} "#,
        #"{"result":"succeeded","requested":{"memoryBytes":1},"job":"j","capped":null,"endedAt":null,"attempt":null,"engine":null}"#,
    ]

    private func decoded(_ text: some Sequence<UInt8>) -> JobFailure? { decoded(JobFailure.self, text) }

    private func decoded<Value: Decodable>(_ type: Value.Type, _ text: some Sequence<UInt8>) -> Value? {
        try? JSONDecoder().decode(type, from: Data(text))
    }

    @Test(arguments: [
        #""log":"\b\f\r\u001b[31mred\u00e9\u20AC\/""#, #""signal":0"#, #""runSeconds":10000000000"#, #""inputBytes":0"#,
        #""exitCode":-65536"#,
    ])
    func readsRarerMembers(member: String) throws {
        let body =
            #"{"job":"j","runId":"r","engine":"e","resources":{"memoryBytes":1,"cpus":0.001,"timeLimitSeconds":10000000000},"#
            + member + "}"
        let plain = try #require(JobFailure(plain: Array(body.utf8)))
        #expect(plain == decoded(body.utf8))
    }

    @Test func leavesLongNamesAndManyMembersToTheDecoder() {
        func body(_ labels: [String]) -> [UInt8] {
            let labels = labels.map { "\"\($0)\":\"x\"" }.joined(separator: ",")
            return Array(#"{"job":"j","runId":"r","engine":"e","resources":{"memoryBytes":1},"labels":{\#(labels)}}"#.utf8)
        }
        let many = (0..<33).map(String.init)
        #expect(JobFailure(plain: body(Array(many.dropLast()))) != nil)
        #expect(JobFailure(plain: body(many)) == nil)
        #expect(JobFailure(plain: body([String(repeating: "n", count: 129)])) == nil)
    }

    @Test(arguments: bodies.prefix(2))
    func readsPlainBodies(body: String) throws {
        let plain = try #require(JobFailure(plain: Array(body.utf8)))
        #expect(plain == decoded(body.utf8))
    }

    @Test(arguments: attempts)
    func readsPlainAttempts(body: String) throws {
        let plain = try #require(Attempt(plain: Array(body.utf8)))
        #expect(plain == decoded(Attempt.self, body.utf8))
    }

    @Test(arguments: [
        #"{"event":"attempt"}"#, #"{"capped":truex}"#, #"{"capped":1}"#, #"{"capped":fals}"#, #"{"result":null}"#, #"{"result":"Failed"}"#,
        #"{"failureClass":"memory.none"}"#, #"{"endedAt":"2026-02-30T00:00:00Z"}"#, #"{"endedAt":1}"#, #"{"cpuSeconds":-1}"#,
        #"{"attempt":0}"#, #"{"requested":null}"#,
    ])
    func leavesOtherAttemptsToTheDecoder(member: String) {
        let parts = [#""job":"j""#, #""result":"failed""#, #""requested":{"memoryBytes":1}"#]
        #expect(Attempt(plain: Array("{\(parts.joined(separator: ","))}".utf8)) != nil)
        let name = String(member.dropFirst().prefix { $0 != ":" })
        let rest = parts.filter { !$0.hasPrefix(name) }.joined(separator: ",")
        #expect(Attempt(plain: Array("{\(rest),\(member.dropFirst())".utf8)) == nil)
    }

    @Test(arguments: [
        #"{"schedulerState":"\ud834\udd1e"}"#, #"{"schedulerState":"\u0000"}"#, #"{"schedulerState":"\u00g1"}"#,
        #"{"schedulerState":"\u12"}"#, #"{"labels":{"a":"1","a":"2"}}"#, #"{"labels":{"é":"1","é":"2"}}"#, #"{"job":"b"}"#,
        #"{"attempt":1e0}"#, #"{"attempt":1.0}"#, #"{"attempt":01}"#, #"{"attempt":-0}"#,
        #"{"runSeconds":1.}"#, #"{"runSeconds":.5}"#, #"{"runSeconds":1234567890123456}"#, #"{"runSeconds":0.1234567890123456}"#,
        #"{"colour":"red"}"#, #"{"podStatus":{}}"#, #"{"limits":null}"#, #"{"signal":"SIGKILL"}"#, #"{"attempt":0}"#, #"{"attempt":1x}"#,
        #"{"exitCode":99999}"#, #"{"log":nul}"#, #"{"log":nullx}"#, #"{"log":"\x"}"#, "{\"log\":\"a\nb\"}", #"{"labels":{"a":1}}"#,
        #"{"log":1}"#,
    ])
    func leavesTheRestToTheDecoder(member: String) {
        let body = #"{"job":"j","runId":"r","engine":"e","resources":{"memoryBytes":1},"#
        #expect(JobFailure(plain: Array((body + member.dropFirst()).utf8)) == nil)
    }

    @Test(arguments: [
        "", "{", "{}", "[]", "null", "{\"job\"", "{\"job\":", "{\"job\":\"", "{\"job\":\"\\", "{\"attempt\":1", "{,}", "{\"job\":\"a\",}",
    ])
    func refusesFragments(text: String) {
        #expect(JobFailure(plain: Array(text.utf8)) == nil)
        #expect(JobFailure(plain: Array((Self.bodies[0] + text).utf8)) == nil || text.isEmpty)
    }

    @Test func agreesWithTheDecoderOnWhatItTakes() {
        expectAgreement(JobFailure.self, bodies: Self.bodies, onMoreThan: 1_000)
        expectAgreement(Attempt.self, bodies: Self.attempts, onMoreThan: 500)
    }

    /// Changes bodies at random places, and compares what is read.
    private func expectAgreement<Value: PlainReadable & Equatable>(_ type: Value.Type, bodies: [String], onMoreThan bound: Int) {
        var random = SplitMix64(seed: 17)
        let spare = Array(#"{}[]:,."\-+0123456789eEntrufalsx "#.utf8)
        var (taken, agreed) = (0, 0)
        for _ in 0..<30_000 {
            var text = Array(bodies[Int.random(in: 0..<bodies.count, using: &random)].utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<text.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: text.remove(at: place)
                case 1: text.insert(spare.randomElement(using: &random) ?? 0, at: place)
                case 2: text[place] = spare.randomElement(using: &random) ?? 0
                default: text.insert(contentsOf: text[place..<min(text.count, place + 9)], at: place)
                }
            }
            guard let plain = Value(plain: text) else { continue }
            taken += 1
            if plain == decoded(type, text) { agreed += 1 } else { Issue.record("\(String(decoding: text, as: UTF8.self))") }
        }
        #expect(taken > bound)
        #expect(agreed == taken)
    }

    @Test func numbersAreThoseOfTheirText() throws {
        var random = SplitMix64(seed: 5)
        for _ in 0..<20_000 {
            let digits = Int.random(in: 1...15, using: &random)
            let value = Int64.random(in: 1..<Int64(pow(10, Double(digits))) + 1, using: &random)
            var text = String(value)
            let point = Int.random(in: 0...text.count, using: &random)
            if point < text.count { text.insert(".", at: text.index(text.startIndex, offsetBy: point)) }
            if text.hasPrefix(".") { text = "0" + text }
            guard text.count(where: { $0 != "." }) <= 15 else { continue }
            if Bool.random(using: &random) { text = "-" + text }
            var reader = PlainReader(Array("\(text),".utf8))
            #expect(try reader.double() == Double(text), "\(text)")
        }
    }
}
