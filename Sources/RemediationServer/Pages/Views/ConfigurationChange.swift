internal import Remediation

/// One resource before and after.
struct ConfigurationChange {
    let name: String
    let before: String
    let after: String
    let changed: Bool

    /// Every resource that either configuration names; memory and cores first.
    static func all(from old: Resources, to new: Resources) -> [ConfigurationChange] {
        var rows = [
            row("Memory", old.memoryBytes, new.memoryBytes) { HumanUnits.bytes($0) },
            row("Cores", old.cpus, new.cpus) { "\(HumanUnits.number($0)) \($0 == 1 ? "core" : "cores")" },
        ]
        if old.memoryOverheadBytes != nil || new.memoryOverheadBytes != nil {
            rows.append(row("Memory overhead", old.memoryOverheadBytes, new.memoryOverheadBytes) { HumanUnits.bytes($0) })
        }
        if old.timeLimitSeconds != nil || new.timeLimitSeconds != nil {
            rows.append(row("Time limit", old.timeLimitSeconds, new.timeLimitSeconds) { HumanUnits.seconds($0) })
        }
        if old.diskBytes != nil || new.diskBytes != nil {
            rows.append(row("Disk", old.diskBytes, new.diskBytes) { HumanUnits.bytes($0) })
        }
        if old.gpus != nil || new.gpus != nil {
            rows.append(row("GPUs", old.gpus, new.gpus) { HumanUnits.number($0) })
        }
        if old.workers != nil || new.workers != nil {
            rows.append(row("Workers", old.workers, new.workers) { "\($0) \($0 == 1 ? "worker" : "workers")" })
        }
        if old.concurrency != nil || new.concurrency != nil {
            rows.append(row("Tasks at a time", old.concurrency, new.concurrency) { "\($0) \($0 == 1 ? "task" : "tasks")" })
        }
        return rows
    }

    private static func row<Value: Equatable>(_ name: String, _ old: Value?, _ new: Value?, _ text: (Value) -> String) -> Self {
        ConfigurationChange(name: name, before: old.map(text) ?? "–", after: new.map(text) ?? "–", changed: old != new)
    }
}
