internal import Remediation

/// How a worker meets a need of memory: by its container, and where that cannot grow, by fewer tasks at a time.
///
/// Tasks that run at the same time are taken to share a worker's memory evenly, and half as many to take twice as long. Money is linear in memory and in
/// time, so a larger container is never dearer than fewer tasks, and always quicker: tasks give way only at the limit.
struct WorkerShape {
    /// What the worker has now.
    let base: Resources
    /// The largest container, in bytes.
    let largestContainer: Int64
    /// The kind of memory that ran out, which takes what the container gains.
    let exhausted: ExhaustedResource?

    /// Tasks at a time now.
    private var tasks: Int { max(base.concurrency ?? 1, 1) }

    /// The largest need that can be met, in bytes at as many tasks at a time as now.
    var largestNeed: Int64 {
        let (product, overflow) = largestContainer.multipliedReportingOverflow(by: Int64(tasks))
        return overflow ? Resources.largestBytes : min(product, Resources.largestBytes)
    }

    /// The configuration that meets `need`, in bytes at as many tasks at a time as now.
    func resources(meeting need: Int64) -> Resources {
        let tasks = tasks(meeting: need)
        var resources = base.resized(container: container(meeting: need), exhausted: exhausted)
        if tasks < self.tasks { resources.concurrency = tasks }
        return resources
    }

    /// The container of the configuration that meets `need`, in bytes.
    func container(meeting need: Int64) -> Int64 {
        let tasks = tasks(meeting: need)
        guard tasks < self.tasks else { return need }
        let share = Double(need) * Double(tasks) / Double(self.tasks)
        return min(Int64(share.rounded(.up)), largestContainer)
    }

    /// How much longer the work takes, as a factor of at least 1.
    func slowdown(meeting need: Int64) -> Double { Double(tasks) / Double(tasks(meeting: need)) }

    /// The needs that fewer and fewer tasks leave room for in the largest container, in bytes at as many tasks at a time as now, ascending.
    var needsOfFewerTasks: [Int64] {
        Self.halvings(of: tasks).map { fewer in
            Int64(min(Double(largestContainer) * Double(tasks) / Double(fewer), Double(Resources.largestBytes)))
        }
    }

    /// Half as many tasks, a quarter, ... down to one; none below one task.
    static func halvings(of tasks: Int) -> [Int] {
        tasks > 1 ? Array(sequence(first: tasks / 2) { $0 > 1 ? $0 / 2 : nil }) : []
    }

    /// The need that `resources` meet, in bytes at as many tasks at a time as now.
    func need(metBy resources: Resources) -> Int64 {
        let share = Double(tasks) / Double(max(resources.concurrency ?? tasks, 1))
        return Int64(min(Double(resources.containerBytes) * share, Double(Resources.largestBytes)))
    }

    /// The most tasks at a time with which the largest container meets `need`.
    private func tasks(meeting need: Int64) -> Int {
        guard need > largestContainer else { return tasks }
        return max(1, Int(Double(largestContainer) / Double(need) * Double(tasks)))
    }
}
