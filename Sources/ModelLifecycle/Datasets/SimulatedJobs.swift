internal import GradientBoosting
internal import Remediation
internal import RetryForecast

/// Jobs drawn from a declared prior: how peaks relate to inputs and how they scatter, before any real run was seen.
///
/// A model that is trained on few real jobs would take their habits for laws. The prior spans what measured programs do: peaks that do not
/// depend on the input, grow as a power of it, sit on a floor, or meet a ceiling; scatter from one part in ten thousand to a
/// half, with normal or heavy tails, alike everywhere or not; and jobs that now and then take a second mode.
package struct SimulatedJobs: Sendable {
    /// How many jobs are drawn.
    package var jobs: Int
    /// The fewest and most runs of a job.
    package var runs: ClosedRange<Int>
    /// Decides every draw.
    package var seed: UInt64

    /// A prior of so many jobs.
    package init(jobs: Int = 600, runs: ClosedRange<Int> = 6...60, seed: UInt64 = 1) {
        self.jobs = jobs
        self.runs = runs
        self.seed = seed
    }

    /// The runs of all jobs, each job's in order.
    package func trace() -> Trace {
        var generator = SeededGenerator(seed: seed)
        var all: [TracedRun] = []
        for job in 0..<jobs { all += draw(job, &generator) }
        return Trace(name: "simulated prior", runs: all, isSimulated: true)
    }

    /// Scatter of about unit size: normal, heavy on both sides, long above, or long below.
    private static func noise(_ form: Double, _ generator: inout SeededGenerator) -> Double {
        let normal = generator.normal()
        let other = generator.normal()
        let third = generator.normal()
        if form < 0.35 { return normal }
        if form < 0.6 { return normal / max(0.2, ((other * other + third * third) / 2).squareRoot()) }
        let long = (normal * normal + other * other) / 2
        return form < 0.78 ? long - 1 : 1 - long
    }

    private func draw(_ job: Int, _ generator: inout SeededGenerator) -> [TracedRun] {
        func between(_ low: Double, _ high: Double) -> Double { low + (high - low) * generator.unit() }
        let count = runs.lowerBound + Int(generator.unit() * Double(runs.count))
        let base = between(15, 25)
        let inputSpread = generator.unit() < 0.15 ? 1e-4 : (between(-5, 0.7)).exponential
        let shape = generator.unit()
        let slope = shape < 0.35 ? 0 : between(0.05, 1.1)
        let floor = shape > 0.55 && shape < 0.75 ? between(-1.5, 0.5) * inputSpread : -.infinity
        let ceiling = shape > 0.75 ? between(-0.8, 1) * inputSpread * slope : .infinity
        let scatter = between(-8.5, -0.9).exponential
        let form = generator.unit()
        let tellsInput = generator.unit() < 0.65
        let lean = generator.unit() < 0.4 ? between(-0.6, 0.6) / max(inputSpread, 0.05) : 0
        let secondShare = generator.unit() < 0.25 ? between(0.01, 0.25) : 0
        let secondSize = between(0.02, 1.2)
        // What is read is seldom all that decides: part of the input's effect is seen through a blurred glass.
        let blur = generator.unit() < 0.4 ? between(0, 0.4) * inputSpread : 0
        let sign = generator.unit() < 0.15 ? -1.0 : 1.0
        return (0..<count).map { index in
            let input = inputSpread * generator.normal()
            var log = slope * input
            if floor.isFinite { log = max(log, floor * slope) + 0.1 * slope * input }
            if ceiling.isFinite { log = min(log, ceiling) }
            let noise = Self.noise(form, &generator)
            log += sign * noise * scatter * (lean * input).exponential.clamped(to: 0.05...5)
            if generator.unit() < secondShare { log += secondSize }
            let seen = input + blur * generator.normal()
            let peak = Int64(bytes: (base + log).exponential)
            let attempt = Attempt(
                job: "simulated \(job)",
                runId: "\(job)-\(index)",
                requested: Resources(memoryBytes: max(1, Int64(bytes: (base + log + 0.7).exponential))),
                inputBytes: tellsInput ? (20 + seen).exponential : nil,
                result: .succeeded,
                peakMemoryBytes: peak,
                runSeconds: 60
            )
            return TracedRun(group: "simulated \(job % 40)", attempts: [attempt], submitted: Double(job * 1_000 + index))
        }
    }
}

extension Double {
    func clamped(to range: ClosedRange<Double>) -> Double { Swift.min(Swift.max(self, range.lowerBound), range.upperBound) }
}
