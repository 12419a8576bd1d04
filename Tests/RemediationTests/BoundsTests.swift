import FoundationEssentials
import JSONText
import Remediation
import RemediationTesting
import Testing

@Suite("Bounds")
struct BoundsTests {
    private struct Random: RandomNumberGenerator {
        private var generator: SplitMix64

        init(seed: UInt64) {
            generator = SplitMix64(seed: seed)
        }

        mutating func next() -> UInt64 { generator.next() }

        /// Mostly an ordinary number, else one about a bound.
        mutating func double() -> Double {
            let edges = [0, -1, 0.001, 0.0009, 1e6, 1_000_000.1, 1e10, 1.1e10, 1e18, 1.1e18, 1e13, .nan, .infinity]
            return Int.random(in: 0..<12, using: &self) == 0
                ? edges.randomElement(using: &self) ?? 0 : Double.random(in: 0.1...1_000, using: &self)
        }

        mutating func integer() -> Int64 {
            let edges: [Int64] = [0, -1, 1, 1 << 53, (1 << 53) + 1, .max, .min]
            return Int.random(in: 0..<12, using: &self) == 0
                ? edges.randomElement(using: &self) ?? 0 : Int64.random(in: 1...1_000, using: &self)
        }

        mutating func name() -> String {
            let edges = [
                "", "\0", String(repeating: "x", count: 512), String(repeating: "x", count: 513), String(repeating: "é", count: 512),
            ]
            return Int.random(in: 0..<12, using: &self) == 0 ? edges.randomElement(using: &self) ?? "" : "a name"
        }

        mutating func maybe<Value>(_ value: (inout Random) -> Value) -> Value? { Bool.random(using: &self) ? value(&self) : nil }

        mutating func resources() -> Resources {
            Resources(
                memoryBytes: integer(),
                cpus: double(),
                memoryOverheadBytes: maybe { $0.integer() },
                gpus: maybe { $0.double() },
                diskBytes: maybe { $0.integer() },
                timeLimitSeconds: maybe { $0.double() },
                workers: maybe { Int($0.integer()) },
                concurrency: maybe { Int($0.integer()) }
            )
        }

        mutating func labels() -> [String: String] { maybe { [$0.name(): $0.name()] } ?? [:] }
    }

    private func reads<Value: Codable & Equatable>(_ value: Value) -> Bool {
        guard let text = try? JSONText.bytes(of: value) else { return false }
        return (try? JSONDecoder().decode(Value.self, from: Data(text))) == value
    }

    @Test("what is within its bounds reads back as it was written", arguments: 0..<20)
    func failures(seed: UInt64) {
        var random = Random(seed: seed)
        var within = 0
        for _ in 0..<200 {
            let failure = JobFailure(
                job: random.name(),
                runId: random.name(),
                attempt: Int(random.integer()),
                engine: random.name(),
                schedulerState: random.maybe { $0.name() },
                exitCode: random.maybe { Int($0.integer()) },
                signal: random.maybe { Signal(number: Int($0.integer())) },
                resources: random.resources(),
                runSeconds: random.maybe { $0.double() },
                peakMemoryBytes: random.maybe { $0.integer() },
                inputBytes: random.maybe { $0.double() },
                limits: random.maybe { ResourceLimits(memoryBytes: $0.integer(), cpus: $0.double(), diskBytes: $0.integer()) },
                labels: random.labels()
            )
            let attempt = Attempt(
                job: random.name(),
                runId: random.maybe { $0.name() },
                attempt: Int(random.integer()),
                engine: random.maybe { $0.name() },
                requested: random.resources(),
                inputBytes: random.maybe { $0.double() },
                result: .failed,
                failureClass: FailureClass.all.randomElement(using: &random),
                peakMemoryBytes: random.maybe { $0.integer() },
                runSeconds: random.maybe { $0.double() },
                cpuSeconds: random.maybe { $0.double() },
                labels: random.labels(),
                endedAt: random.maybe { Timestamp(milliseconds: $0.integer() &* 1_000_000_000) }
            )
            if failure.isWithinBounds {
                within += 1
                #expect(reads(failure))
            }
            if attempt.isWithinBounds {
                within += 1
                #expect(reads(attempt))
            }
        }
        #expect(within > 20)
    }

    @Test("an ordinary failure is seen to be within its bounds, so that a post is not read twice")
    func ordinary() {
        var failure = JobFailure(job: "j", runId: "r", engine: "slurm", resources: Resources(memoryBytes: 1 << 30))
        #expect(failure.isWithinBounds)
        failure.resources.cpus = 0
        #expect(!failure.isWithinBounds)
    }
}
