import Remediation
import RetryForecast
import Testing

@testable import RemediationEngine

@Suite("The knob that was exhausted moves")
struct KnobTests {
    private static let gigabyte: Int64 = 1_000_000_000

    private func advice(_ request: AdviceRequest, history: HistoryBook = HistoryBook()) throws -> Advice {
        Advisor(model: try #require(AdvisorTests.model)).advise(request, history: history)
    }

    private func request(_ resources: Resources, _ failureClass: FailureClass, limits: ResourceLimits? = nil) -> AdviceRequest {
        let failed = FailedConfiguration(resources: resources, failureClass: failureClass, runSeconds: 600)
        return AdviceRequest(job: "etl", engine: "spark", requested: resources, failed: [failed], limits: limits)
    }

    private let worker = Resources(
        memoryBytes: 8 * gigabyte,
        cpus: 4,
        memoryOverheadBytes: gigabyte,
        diskBytes: 100 * gigabyte,
        timeLimitSeconds: 7_200,
        workers: 10,
        concurrency: 4
    )

    @Test("memory beside the heap grows and the heap stays; the heap grows and what is beside it stays")
    func overhead() throws {
        let beside = try #require(try advice(request(worker, .overheadNative)).ladder.first).resources
        var expected = worker
        expected.memoryOverheadBytes = beside.memoryOverheadBytes
        #expect(beside == expected && beside.memoryOverheadBytes ?? 0 > Self.gigabyte)
        let heap = try #require(try advice(request(worker, .executorOOM)).ladder.first).resources
        expected = worker
        expected.memoryBytes = heap.memoryBytes
        #expect(heap == expected && heap.memoryBytes > worker.memoryBytes)
        #expect(heap.containerBytes == beside.containerBytes, "the container is what must grow")
    }

    @Test("without an overhead of its own the memory is the container, and grows")
    func noOverhead() throws {
        var plain = worker
        plain.memoryOverheadBytes = nil
        let target = try #require(try advice(request(plain, .overheadNative)).ladder.first).resources
        #expect(target.memoryBytes > plain.memoryBytes && target.memoryOverheadBytes == nil)
    }

    @Test("where the container cannot grow, fewer tasks run at a time, and each rung needs fewer")
    func concurrency() throws {
        let limits = ResourceLimits(memoryBytes: 10 * Self.gigabyte)
        let advice = try advice(request(worker, .executorOOM, limits: limits))
        #expect(advice.action == .retry)
        for rung in advice.ladder {
            #expect(rung.resources.containerBytes <= 10 * Self.gigabyte)
            #expect(rung.resources.workers == 10 && rung.resources.cpus == 4)
        }
        let fewer = try #require(advice.ladder.first { $0.resources.concurrency ?? 4 < 4 })
        let wide = try #require(try self.advice(request(worker, .executorOOM)).ladder.first)
        #expect(wide.resources.concurrency == 4, "without a limit memory is no dearer and quicker")
        let quarter = try #require(fewer.expectedSeconds)
        #expect(quarter > (wide.expectedSeconds ?? 0), "fewer tasks take longer")
        #expect(zip(advice.ladder, advice.ladder.dropFirst()).allSatisfy { $0.resources.concurrency ?? 0 >= $1.resources.concurrency ?? 0 })
        #expect(advice.reason.contains("of 4 tasks") == ((advice.ladder.first?.resources.concurrency ?? 4) < 4))
        #expect(advice.front.allSatisfy { $0.resources.containerBytes <= 10 * Self.gigabyte })
    }

    @Test("one task at a time that is too large is beyond the limit")
    func beyond() throws {
        var single = worker
        single.concurrency = 1
        let limits = ResourceLimits(memoryBytes: single.containerBytes)
        let advice = try advice(request(single, .executorOOM, limits: limits))
        #expect(advice.action == .stop && advice.reason.hasPrefix("needs about") && advice.reason.contains("the limit is 8.38 GiB"))
    }

    @Test("an escalation by tasks survives a preemption in its midst")
    func mixed() throws {
        var fewer = worker
        fewer.concurrency = 2
        let limits = ResourceLimits(memoryBytes: worker.containerBytes)
        let failed = [
            FailedConfiguration(resources: worker, failureClass: .executorOOM, runSeconds: 60),
            FailedConfiguration(resources: fewer, failureClass: .preemptedSpot, runSeconds: 60),
            FailedConfiguration(resources: fewer, failureClass: .executorOOM, runSeconds: 60),
        ]
        let advice = try advice(AdviceRequest(job: "etl", requested: worker, failed: failed, limits: limits))
        #expect(advice.ladder.map(\.resources.concurrency) == [1])
    }

    @Test("disk, cores: twice as much, up to the limit, and then it is enough")
    func doublings() throws {
        let disk = try advice(request(worker, .noSpace, limits: ResourceLimits(diskBytes: 300 * Self.gigabyte)))
        #expect(disk.ladder.map { ($0.resources.diskBytes ?? 0) / Self.gigabyte } == [200, 300])
        #expect(disk.ladder.allSatisfy { $0.resources.memoryBytes == worker.memoryBytes && $0.resources.cpus == 4 })
        #expect(disk.isPrior && disk.reason.contains("by a declared prior"))
        // The second step is half again as much as the first, which is a smaller one.
        #expect(disk.ladder[0].successProbability > disk.ladder[1].successProbability)
        let full = try advice(request(worker, .noSpace, limits: ResourceLimits(diskBytes: 100 * Self.gigabyte)))
        #expect(full.action == .stop && full.reason.contains("which is the limit"))
        let cores = try advice(request(worker, .cpuStarvation, limits: ResourceLimits(cpus: 12)))
        #expect(cores.ladder.map(\.resources.cpus) == [8, 12])
    }

    @Test("a graphics processor's memory is shared by fewer tasks")
    func graphics() throws {
        #expect(try advice(request(worker, .gpuOOM)).ladder.map(\.resources.concurrency) == [2, 1])
        var single = worker
        single.concurrency = 1
        #expect(try advice(request(single, .gpuOOM)).action == .stop)
    }

    @Test("what came of doubled tries moves the chance of the next")
    func outcomes() throws {
        var book = HistoryBook()
        for run in 0..<20 {
            let first = Attempt(job: "etl", runId: "\(run)", requested: worker, result: .failed, failureClass: .noSpace)
            book.learn(first)
            book.learn(
                Attempt(job: "etl", runId: "\(run)", attempt: 2, requested: worker, result: .succeeded, peakMemoryBytes: 4_000_000_000)
            )
        }
        let known = try advice(request(worker, .noSpace), history: book)
        let unknown = try advice(request(worker, .noSpace))
        #expect(known.ladder[0].successProbability > unknown.ladder[0].successProbability && !known.isPrior)
    }

    @Test("guardrails lower what has grown and leave the rest", arguments: [FailureClass.overheadNative, .executorOOM])
    func lowered(failureClass: FailureClass) throws {
        let target = try #require(try advice(request(worker, failureClass)).ladder.first).resources
        let failure = JobFailure(job: "etl", runId: "1", engine: "spark", resources: worker)
        let proposal = Proposal(action: .retry, target: target, reasons: [])
        let capped = CapacityCap(limits: ResourceLimits(memoryBytes: 10 * Self.gigabyte)).apply(to: proposal, of: failure, after: [])
        #expect(capped.target?.containerBytes == 10 * Self.gigabyte)
        #expect(capped.target?.memoryBytes == (failureClass == .executorOOM ? 9 * Self.gigabyte : worker.memoryBytes))
        let stepped = StepLimit(factor: 1.1).apply(to: proposal, of: failure, after: [])
        #expect(stepped.target?.containerBytes == Int64(Double(worker.containerBytes) * 1.1))
        #expect(stepped.target?.memoryOverheadBytes == (failureClass == .executorOOM ? Self.gigabyte : stepped.target?.memoryOverheadBytes))
    }

    @Test("fewer tasks get the time that they take, and are found where the site names its limits")
    func fewerTasksTakeLonger() throws {
        var options = AdviceOptions()
        options.memoryChoices = [4, 8, 10].map { $0 * Self.gigabyte }
        let advisor = Advisor(model: try #require(AdvisorTests.model), options: options)
        var full = worker
        full.memoryBytes = 9 * Self.gigabyte
        let advice = advisor.advise(request(full, .executorOOM), history: HistoryBook())
        #expect(!advice.ladder.isEmpty)
        for rung in advice.ladder {
            let tasks = try #require(rung.resources.concurrency)
            #expect(rung.resources.containerBytes <= 10 * Self.gigabyte && tasks < 4)
            #expect(rung.resources.timeLimitSeconds == 7_200 * 4 / Double(tasks))
        }
    }

    @Test("no rung is beyond what can be stored")
    func bounds() throws {
        var huge = worker
        huge.cpus = 400_000
        huge.timeLimitSeconds = 4_294_967_295
        huge.diskBytes = Resources.largestBytes / 3
        for failureClass in [FailureClass.cpuStarvation, .timeoutWalltime, .noSpace, .executorOOM, .gpuOOM] {
            let advice = try advice(request(huge, failureClass))
            #expect(!advice.ladder.isEmpty)
            #expect((advice.ladder + advice.front).allSatisfy { $0.resources.isWithinBounds }, "\(failureClass)")
            #expect(advice.uncapped?.isWithinBounds ?? true)
        }
    }
}
