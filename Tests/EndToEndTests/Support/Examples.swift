/// Failures for tests.
enum Examples {
    /// A Slurm job that the kernel killed, as JSON.
    static func memoryFailure(job: String = "etl", run: Int, attempt: Int = 1) -> String {
        #"""
        {"job":"\#(job)","runId":"\#(run)","attempt":\#(attempt),"engine":"slurm","schedulerState":"OUT_OF_MEMORY","exitCode":0,"signal":125,
         "log":"slurmstepd: error: Detected 1 oom-kill event(s) in StepId=\#(run).batch. Some of your processes may have been killed by the cgroup out-of-memory handler.\n",
         "resources":{"memoryBytes":314572800,"cpus":1},"runSeconds":12,"limits":{"memoryBytes":21474836480}}
        """#
    }
}
