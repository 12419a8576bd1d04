internal import Remediation

/// Which classes are usually the consequence of which: the general edges, beside those that rules declare.
enum ClassSymptoms {
    /// For a class, the classes (or `category.*`) that explain it when they are seen too.
    static let causes: [String: [String]] = [
        // Shuffle output is gone because who held it is gone.
        "shuffle.fetch_failed": [
            "memory.*", "disk.*", "shuffle.spill_disk", "platform.node_lost", "platform.preempted_spot", "platform.hardware_fault",
            "cpu_time.timeout_walltime", "code.native_crash", "code.dependency_missing", "code.version_conflict",
        ],
        // A worker that collects garbage or is dead sends no heartbeat.
        "cpu_time.heartbeat_timeout": [
            "memory.*", "disk.*", "platform.node_lost", "platform.preempted_spot", "platform.hardware_fault", "code.native_crash",
        ],
        // An executor or worker is lost because something killed it.
        "platform.node_lost": ["memory.*", "disk.no_space", "platform.preempted_spot", "platform.hardware_fault", "code.native_crash"],
        // A peer that died refuses and resets connections.
        "network.connection_refused_reset": [
            "memory.*", "disk.*", "platform.node_lost", "platform.preempted_spot", "platform.service_unavailable",
            "platform.hardware_fault", "code.native_crash", "cpu_time.timeout_walltime", "network.dns", "network.tls",
        ],
        "network.connect_timeout": ["memory.*", "disk.*", "platform.node_lost", "platform.preempted_spot", "network.dns"],
        // Safe mode, or a service that is down, for want of disk or memory.
        "platform.service_unavailable": ["disk.*", "memory.*", "throttling.rate_limited"],
        // The signal is how it ended, not why.
        "other.killed_by_user": [
            "memory.*", "disk.*", "cpu_time.timeout_walltime", "cpu_time.heartbeat_timeout", "platform.preempted_spot",
            "platform.node_lost",
            "platform.image_pull", "platform.scheduling_unsatisfiable", "shuffle.fetch_failed",
        ],
        "platform.container_runtime": ["platform.image_pull", "memory.*", "disk.*", "platform.scheduling_unsatisfiable"],
    ]

    /// Whether `failureClass` is named by `pattern`: a class, or a category and `.*`.
    static func matches(_ failureClass: FailureClass, _ pattern: String) -> Bool {
        if pattern.hasSuffix(".*") { return failureClass.category == pattern.dropLast(2) }
        return failureClass.rawValue == pattern
    }
}
