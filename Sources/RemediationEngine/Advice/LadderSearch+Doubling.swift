internal import Foundation
internal import Remediation
internal import RetryForecast

extension LadderSearch {
    /// A configuration that has more of what ran out.
    private struct Step {
        var resources: Resources
        /// How many times what ran out.
        let ratio: Double
        /// How much longer the work takes.
        var slowdown = 1.0
    }

    /// The answer where disk, cores or a graphics processor's memory ran out: twice as much, and twice again should that not do.
    ///
    /// Nothing has been measured of such needs, so they are taken to be scale-free beyond what has failed: if twice as much does with the chance that is
    /// believed of another try, `r` times as much does with `1 - r^(-a)`, where `2^(-a)` is the chance that twice does not.
    ///
    /// - Parameter belief: What is believed of another try with twice as much.
    func doubled(_ last: FailedConfiguration, _ exhausted: ExhaustedResource, belief: RetryBelief) -> Advice {
        let title = last.failureClass.map { "\($0.title) (\($0))" } ?? "The last failure"
        let isPrior = belief.outcomes == 0
        let steps: [Step]
        switch growth(of: exhausted, from: last.resources) {
        case .steps(let found): steps = Array(found.prefix(max(1, options.maximumAttempts)))
        case .none(let reason):
            return .stop(request, "\(title); \(reason)", isPrior: isPrior)
        }
        let missing = 1 - min(max(belief.mean, 0.05), 0.95)
        let memory = chance(ofMemory: last.resources.containerBytes)
        var before = 1.0
        let rungs = steps.map { step in
            // 2^(-a log2 r) = r^(-a).
            let chance = (1 - pow(missing, log2(step.ratio / before))) * memory
            before = step.ratio
            return rung(step.resources, probability: chance, slowdown: step.slowdown)
        }
        let target = rungs.first?.resources.summary ?? ""
        return Advice(id: request.id, action: .retry, ladder: rungs, reason: "\(title): \(target)" + Self.words(belief), isPrior: isPrior)
    }

    private enum Growth {
        case steps([Step])
        /// None, and why.
        case none(String)
    }

    private func growth(of exhausted: ExhaustedResource, from present: Resources) -> Growth {
        switch exhausted {
        case .disk:
            guard let bytes = present.diskBytes, bytes > 0 else { return .none("how much disk was granted is not known") }
            let most = request.limits?.diskBytes ?? Resources.largestBytes
            guard bytes < most else { return .none("needs more disk than \(MemoryText.bytes(Double(bytes))), which is the limit") }
            return .steps(
                doublings(from: Double(bytes), upTo: Double(most)).map { value in
                    var resources = present
                    resources.diskBytes = Int64(value)
                    return Step(resources: resources, ratio: value / Double(bytes))
                }
            )
        case .cpus:
            let most = min(request.limits?.cpus ?? .infinity, Bounds.cores.upperBound)
            guard present.cpus < most else {
                return .none("needs more than \(MemoryText.number(present.cpus)) cores, which is the limit")
            }
            return .steps(
                doublings(from: present.cpus, upTo: most).map { value in
                    var resources = present
                    resources.cpus = value
                    let slowdown = forecast.scaling.time(at: value, from: present.cpus)
                    return Step(resources: resources, ratio: value / present.cpus, slowdown: slowdown)
                }
            )
        case .gpuMemory:
            guard let tasks = present.concurrency else { return .none("how many tasks share a graphics processor is not known") }
            guard tasks > 1 else { return .none("one task at a time needs more memory than the graphics processor has") }
            return .steps(
                WorkerShape.halvings(of: tasks).map { fewer in
                    var resources = present
                    resources.concurrency = fewer
                    let ratio = Double(tasks) / Double(fewer)
                    resources.timeLimitSeconds = present.timeLimitSeconds.map { timeLimit($0, times: ratio) }
                    return Step(resources: resources, ratio: ratio, slowdown: ratio)
                }
            )
        case .memory, .memoryOverhead, .timeLimit:
            return .none("it has a search of its own")
        }
    }

    /// Twice, four times, ... `value`, the last of them no more than `most`.
    private func doublings(from value: Double, upTo most: Double) -> [Double] {
        var values: [Double] = []
        var next = value
        while next < most, values.count < 16 {
            next = min(next * 2, most)
            values.append(next)
        }
        return values
    }
}
