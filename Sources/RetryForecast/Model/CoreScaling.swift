/// How the run time of a job changes with its cores: Amdahl's law with a share of parallel work from the job's own runs.
///
/// `T(c) = T(1) (1 - p + p / c)` for `c` cores and a parallel share `p` (Amdahl 1967, "Validity of the single processor approach to
/// achieving large scale computing capabilities"); below one core everything slows alike.
package struct CoreScaling: Sendable, Hashable {
    /// The share of the work that spreads over cores, from 0 to 1.
    package let parallelShare: Double
    /// Whether the job's own runs are behind it.
    package let isMeasured: Bool

    private static let shares = (0...20).map { Double($0) / 20 }
    /// The scatter of log seconds between runs of one job at the same cores and input, as a prior worth three runs.
    private static let scatter = 0.3

    /// The scaling of a job from its runs, leaning on `prior`.
    ///
    /// Two kinds of evidence count: processor time, which shows how many cores a run kept busy, and run times at different cores.
    package init(own: JobHistory, prior: ParallelShare) {
        let measured = own.runs.compactMap(\.parallelShare)
        let count = prior.priorRuns + Double(measured.count)
        let mean = (prior.mean * prior.priorRuns + measured.reduce(0, +)) / count
        let runs = own.runs.compactMap { run -> Run? in
            guard let seconds = run.seconds, seconds > 0, let cores = run.cpus else { return nil }
            return Run(cores: cores, logSeconds: seconds.naturalLog, logInput: run.logInput)
        }
        guard let first = runs.first, runs.contains(where: { $0.cores != first.cores }) else {
            parallelShare = mean
            isMeasured = !measured.isEmpty
            return
        }
        // The belief so far as weights on a grid; a share lies in a unit interval, so its spread is at most a half.
        let spread = 0.5 / count.squareRoot()
        let scores = Self.shares.map { share in
            let away = (share - mean) / spread
            return Self.logLikelihood(of: share, runs) - away * away / 2
        }
        let best = scores.max() ?? 0
        let weights = scores.map { ($0 - best).exponential }
        parallelShare = zip(weights, Self.shares).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
        isMeasured = true
    }

    /// A known scaling.
    package init(parallelShare: Double, isMeasured: Bool) {
        self.parallelShare = parallelShare
        self.isMeasured = isMeasured
    }

    /// The run time at `cores` as a multiple of that at `base`; both above 0.
    package func time(at cores: Double, from base: Double) -> Double {
        Self.time(cores, share: parallelShare) / Self.time(base, share: parallelShare)
    }

    /// The run time at `cores` as a multiple of that at one core.
    static func time(_ cores: Double, share: Double) -> Double {
        cores >= 1 ? 1 - share + share / cores : 1 / cores
    }

    /// The share that a run shows which kept `busy` of `cores` busy on the average; nil with fewer than two cores.
    ///
    /// Solves `cores busy = T(1) / T(cores)`; work that waits keeps less than one core busy and counts as serial.
    static func share(busy: Double, cores: Double) -> Double? {
        guard cores >= 2, busy > 0 else { return nil }
        let serial = (1 / min(max(busy, 1), cores) - 1 / cores) / (1 - 1 / cores)
        return min(max(1 - serial, 0), 1)
    }

    private struct Run {
        let cores: Double
        let logSeconds: Double
        let logInput: Double?
    }

    /// The logarithm of the likelihood of run times given a share, but for a constant: a line in the log of the input (where every run
    /// has one) is fitted beside it, and the scatter is integrated out.
    private static func logLikelihood(of share: Double, _ runs: [Run]) -> Double {
        let n = Double(runs.count)
        let usesInput = runs.allSatisfy { $0.logInput != nil }
        var x = 0.0
        var y = 0.0
        var xx = 0.0
        var xy = 0.0
        var yy = 0.0
        for run in runs {
            let rest = run.logSeconds - time(run.cores, share: share).naturalLog
            let input = usesInput ? run.logInput ?? 0 : 0
            x += input
            y += rest
            xx += input * input
            xy += input * rest
            yy += rest * rest
        }
        let varies = max(xx - x * x / n, 0)
        let together = xy - x * y / n
        // A weak pull towards no slope keeps the fit sound where inputs hardly differ.
        let explained = together * together / (varies + 0.1)
        let squares = max(yy - y * y / n - explained, 0)
        return -(n + 2) / 2 * (squares + 3 * scatter * scatter).naturalLog
    }
}
