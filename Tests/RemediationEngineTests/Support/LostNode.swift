import Remediation

/// A failure that is tried again unchanged, of the workflow `billing`.
func lostNode(_ run: Int) -> JobFailure {
    JobFailure(
        job: "etl",
        runId: "\(run)",
        engine: "slurm",
        schedulerState: "NODE_FAIL",
        resources: Resources(memoryBytes: 4 << 30),
        runSeconds: 600,
        labels: ["workflow": "billing"]
    )
}
