import LogRules
import Remediation
import Testing

/// What users of peers reported, as tests; the evidence is written by us after the cited threads.
@Suite struct ScenarioTests {
    @Test(arguments: Self.memory + Self.notMemory + Self.platform)
    func isNamed(_ scenario: Scenario) throws {
        let result = try ShippedRules.classifier.get().classify(scenario.evidence)
        #expect(
            scenario.classes.contains(result.failureClass),
            "\(scenario.thread), \(scenario.title): \(result.failureClass) by \(result.rule ?? "no rule")"
        )
        if let retryable = scenario.retryable { #expect(result.retryable == retryable, "\(scenario.thread)") }
    }

    static let memory: [Scenario] = [
        Scenario(
            "kubernetes/kubernetes #131530",
            "an OOM kill with exit code 0",
            "working\n",
            engine: "kubernetes",
            exitCode: 0,
            pod: Scenario.terminated("OOMKilled", exitCode: 0),
            is: .containerLimit,
            retry: .changedConfiguration
        ),
        Scenario(
            "kubernetes/kubernetes #3044",
            "the reason spelt by the container runtime",
            "State: exited\nReason: OOM Killed pod worker-0\n",
            engine: "kubernetes",
            is: .containerLimit
        ),
        Scenario(
            "nextflow-io/nextflow #6436",
            "an OOM kill that leaves no exit status at all",
            "Process `USE (1)` terminated for an unknown reason -- Likely it has been terminated by the external system\n",
            engine: "nextflow",
            state: "OOMKilled",
            is: .containerLimit
        ),
        Scenario(
            "nextflow-io/nextflow #1285",
            "a memory kill that Slurm reports while the exit code is 0",
            "slurmstepd: error: Exceeded step memory limit at some point.\n",
            engine: "slurm",
            exitCode: 0,
            is: .containerLimit
        ),
        Scenario(
            "Plant-Food-Research-Open/assemblyqc #141",
            "an OOM kill with exit code 2",
            "delta-filter: running\nslurmstepd: error: Detected 1 oom_kill event in StepId=7.batch. Some of the step tasks have been OOM Killed.\n",
            engine: "slurm",
            exitCode: 2,
            is: .containerLimit
        ),
        Scenario(
            "jdblischak/smk-simple-slurm #29",
            "the accounting says OUT_OF_MEMORY with exit code 0",
            "State: OUT_OF_MEMORY (exit code 0)\n",
            engine: "slurm",
            exitCode: 0,
            is: .containerLimit
        ),
        Scenario(
            "galaxyproject/galaxy #6007",
            "the state alone says it",
            "",
            engine: "slurm",
            state: "OUT_OF_MEMORY",
            is: .containerLimit
        ),
        Scenario(
            "snakemake/snakemake-executor-plugin-slurm #371",
            "an OOM kill inside srun, then the workflow's own error",
            """
            Building DAG of jobs...
            slurmstepd: error: Detected 2 oom_kill events in StepId=9.4. Some of the step tasks have been OOM Killed.
            srun: error: n1: task 0: Out Of Memory
            Error in rule use_ram:
                (command exited with non-zero exit code)
            """,
            engine: "snakemake",
            exitCode: 1,
            is: .containerLimit
        ),
        Scenario(
            "snakemake/snakemake #453",
            "a memory kill that the workflow manager did not see",
            "slurmstepd: error: Job 3 exceeded memory limit (1100000 > 1048576), being killed\n",
            engine: "slurm",
            is: .containerLimit
        ),
        Scenario(
            "nextflow-io/nextflow #383",
            "a Terminated line that only follows the memory kill",
            "slurmstepd: error: Exceeded job memory limit\n/usr/bin/job: line 3: 81 Terminated   nxf_trace \"$pid\" .command.trace\n",
            engine: "slurm",
            exitCode: 143,
            is: .containerLimit
        ),
        Scenario(
            "nf-core/fastquorum #57",
            "exit status 137 in the workflow's words",
            "Process `FASTQC (s1)` terminated with an error exit status (137)\n",
            engine: "nextflow",
            is: .containerLimit
        ),
        Scenario(
            "icbi-lab/nextNEOpi #50",
            "exit status 137 that is being retried",
            "NOTE: Process `BWA (s1)` terminated with an error exit status (137) -- Execution is retried (1)\n",
            engine: "nextflow",
            is: .containerLimit
        ),
        Scenario(
            "apache/spark #38233",
            "Spark says possible container OOM",
            "ERROR TaskSchedulerImpl: Lost executor 3 on 10.0.0.4: The executor with id 3 exited with exit code 137(SIGKILL, possible container OOM).\n",
            engine: "spark",
            is: .containerLimit
        ),
        Scenario(
            "kubeflow/spark-operator #766",
            "a lost executor with status 137 and no reason",
            "ERROR TaskSchedulerImpl: Lost executor 1 on 10.0.0.4:\nThe executor with id 1 exited with exit code 137.\n",
            engine: "spark",
            is: .containerLimit
        ),
        Scenario(
            "apache/spark #48275",
            "an executor whose heap was full, beside a side car that ended well",
            "ERROR TaskSchedulerImpl: Lost executor 1 on n1: Command exited with code 52\n",
            engine: "spark",
            is: .executorOOM
        ),
        Scenario(
            "apache-spark-on-k8s/spark #247",
            "shuffle files lost because the executor was killed for memory",
            """
            INFO DAGScheduler: Shuffle files lost for executor: 2 (epoch 1)
            org.apache.spark.shuffle.FetchFailedException: Failed to connect to /10.0.0.3:7337
            ERROR TaskSchedulerImpl: Lost executor 2 on n2: The executor with id 2 exited with exit code 137(SIGKILL, possible container OOM).
            """,
            engine: "spark",
            is: .containerLimit
        ),
        Scenario(
            "apache/airflow #55599",
            "a task killed with signal 9 and nothing else",
            "CRITICAL - Process terminated by signal: signal=-9: signal_name=\"SIGKILL\": source=\"task\"\n",
            engine: "airflow",
            is: .containerLimit
        ),
        Scenario(
            "dask/distributed #1829",
            "workers die with a warning about their budget",
            """
            distributed.nanny - WARNING - Worker exceeded 95% memory budget.  Restarting
            distributed.nanny - WARNING - Worker process 22204 was killed by unknown signal
            distributed.scheduler.KilledWorker: ('task-1', <Worker 'tcp://127.0.0.1:1'>)
            """,
            engine: "dask",
            is: .containerLimit
        ),
        Scenario(
            "mozilla/jetstream #336",
            "the budget warning before a traceback",
            "distributed.nanny - WARNING - Worker exceeded 95% memory budget. Restarting\nTraceback (most recent call last):\nKilledWorker: ('counts', 3)\n",
            engine: "dask",
            is: .containerLimit
        ),
        Scenario(
            "argoproj/argo-workflows #8526",
            "an eviction for disk that names memory-like figures",
            "The node was low on resource: ephemeral-storage. Container wait was using 60Ki, which exceeds its request of 0.\n",
            engine: "kubernetes",
            state: "Evicted",
            is: .noSpace
        ),
        Scenario(
            "kubernetes/kubernetes #91600",
            "an eviction with its reason in the pod",
            "",
            engine: "kubernetes",
            pod: .object([
                "reason": .string("Evicted"),
                "message": .string(
                    "The node was low on resource: ephemeral-storage. Container app was using 34260Ki, which exceeds its request of 0."
                ),
            ]),
            is: .noSpace
        ),
        Scenario(
            "argoproj/argo-workflows #12572",
            "a pod rejected for disk pressure",
            "Pod was rejected: The node had condition: [DiskPressure].\n",
            engine: "kubernetes",
            is: .noSpace
        ),
    ]

    static let notMemory: [Scenario] = [
        Scenario(
            "broadinstitute/cromwell #7205",
            "Killed in the user's own output, and a bad command",
            "Killed\nscript: line 4: bedtools: command not found\n",
            engine: "cromwell",
            exitCode: 127,
            is: .dependencyMissing,
            retry: .no
        ),
        Scenario(
            "broadinstitute/cromwell #5815",
            "Killed written by the user with exit code 1",
            "instance memory: 2000\nKilled\n",
            engine: "cromwell",
            exitCode: 1,
            is: .unknown
        ),
        Scenario(
            "broadinstitute/cromwell #7451",
            "the user's script speaks of out of memory",
            "+ echo 'java.lang.OutOfMemoryError: Java heap space'\nscript: line 2: nosuchtool: command not found\n",
            engine: "cromwell",
            exitCode: 127,
            is: .dependencyMissing
        ),
        Scenario(
            "kubernetes/kubernetes #19825",
            "status 137 while the runtime says that memory was not the cause",
            "\"State\": {\n  \"Status\": \"exited\",\n  \"OOMKilled\": false,\n  \"ExitCode\": 137\n}\n",
            engine: "kubernetes",
            exitCode: 137,
            is: .unknown
        ),
        Scenario("kubernetes/kubernetes #77849", "status 137 without a limit", "step 4 done\n", exitCode: 137, is: .unknown),
        Scenario(
            "podman-container-tools/podman #10825",
            "a job that fails with 137 and no memory evidence",
            "WARNING: Job failed: exit code 137\n",
            exitCode: 137,
            is: .unknown,
            .killedByUser
        ),
        Scenario(
            "apache/airflow #16573",
            "SIGTERM because the state was set from outside",
            """
            WARNING - State of this instance has been externally set to up_for_retry. Terminating instance.
            INFO - Sending Signals.SIGTERM to GPID 259
            ERROR - Received SIGTERM. Terminating subprocesses.
            airflow.exceptions.AirflowException: Task received SIGTERM signal
            """,
            engine: "airflow",
            is: .killedByUser
        ),
        Scenario(
            "apache/airflow #19635",
            "the state was set to success from outside",
            "WARNING - State of this instance has been externally set to success. Terminating instance.\nERROR - Received SIGTERM. Terminating subprocesses.\n",
            engine: "airflow",
            is: .killedByUser
        ),
        Scenario(
            "apache/airflow #55602",
            "a guess at memory after the state was set from outside",
            "WARNING - State of this instance has been externally set to failed. Terminating instance.\nERROR - Task exited with return code Negsignal.SIGKILL, likely out of memory\n",
            engine: "airflow",
            is: .killedByUser
        ),
        Scenario(
            "apache/airflow #19005",
            "a run's time limit",
            "airflow.exceptions.AirflowTaskTimeout: Timeout, PID: 177\nERROR - Received SIGTERM. Terminating subprocesses.\n",
            engine: "airflow",
            is: .timeoutWalltime
        ),
        Scenario(
            "apache/airflow #16029",
            "a worker that was told to stop",
            "billiard.exceptions.WorkerLostError: Worker exited prematurely: signal 15 (SIGTERM) Job: 18.\n",
            engine: "airflow",
            is: .killedByUser
        ),
        Scenario(
            "nf-core/chipseq #56",
            "a time limit after a run that looked finished",
            "[main] Real time: 219866.716 sec; CPU: 220966.991 sec\nslurmstepd: error: *** JOB 7 ON n1 CANCELLED AT 2026-01-01T00:00:00 DUE TO TIME LIMIT ***\n",
            engine: "slurm",
            is: .timeoutWalltime,
            retry: .changedConfiguration
        ),
        Scenario(
            "nextflow-io/nextflow #1561",
            "a time limit that the workflow manager calls an unknown reason",
            """
            Process `DESEQ2` terminated for an unknown reason -- Likely it has been terminated by the external system
            slurmstepd: error: *** JOB 157 ON node19 CANCELLED AT 2026-01-01T00:00:00 DUE TO TIME LIMIT ***
            """,
            engine: "nextflow",
            is: .timeoutWalltime
        ),
        Scenario(
            "tjbencomo/ngs-pipeline #34",
            "the state alone says the time limit",
            "",
            engine: "slurm",
            state: "TIMEOUT",
            is: .timeoutWalltime
        ),
        Scenario(
            "nextflow-io/nextflow #387",
            "the local executor's time limit",
            "Process exceeded running time limit (3s)\n",
            engine: "nextflow",
            is: .timeoutWalltime
        ),
    ]

    static let platform: [Scenario] = [
        Scenario(
            "azavea/raster-vision-aws #15",
            "a spot machine without its name",
            "Status Reason: Host EC2 Terminated\n",
            engine: "aws",
            is: .preemptedSpot,
            retry: .sameConfiguration
        ),
        Scenario(
            "nextflow-io/nextflow #6674",
            "the cloud's own exit code for preemption",
            "",
            engine: "gcp",
            exitCode: 50001,
            is: .preemptedSpot
        ),
        Scenario(
            "nextflow-io/nextflow #5786",
            "an interrupted spot task of Fargate",
            "Your Spot Task was interrupted.\n",
            engine: "aws",
            is: .preemptedSpot
        ),
        Scenario(
            "czbiohub-sf/biahub #333",
            "preemption that looks like a cancelled job",
            "",
            engine: "slurm",
            state: "PREEMPTED",
            is: .preemptedSpot
        ),
        Scenario(
            "nextflow-io/nextflow #234",
            "a preempted job that ends with status 143",
            "slurmstepd: error: *** JOB 104 ON n1 CANCELLED AT 2026-01-01T00:00:00 DUE TO PREEMPTION ***\nTerminated\n",
            engine: "slurm",
            exitCode: 143,
            is: .preemptedSpot,
            retry: .sameConfiguration
        ),
        Scenario(
            "nextflow-io/nextflow #4096",
            "storage that asks to slow down when the task starts",
            "Task failed to start\nAmazonS3Exception: Please reduce your request rate. (Status Code: 503; Error Code: SlowDown)\n",
            engine: "aws",
            is: .rateLimited,
            retry: .sameConfiguration
        ),
        Scenario(
            "nextflow-io/nextflow #5215",
            "a spot machine reclaimed while another attempt had been killed for memory",
            """
            OutOfMemoryError: Container killed due to memory usage
            attempt 2
            Host EC2 (instance i-0a1b2c3d) terminated.
            """,
            engine: "aws",
            is: .preemptedSpot,
            .containerLimit
        ),
        Scenario(
            "namespacelabs/foundation #846",
            "a pull that was limited by rate",
            "Failed to pull image \"docker.io/a/b@sha256:0\": failed to copy: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.\nError: ErrImagePull\n",
            engine: "kubernetes",
            is: .imagePull,
            retry: .sameConfiguration
        ),
        Scenario(
            "red-hat-storage/ocs-ci #4494",
            "a pull limited by rate while a manifest is read",
            "Failed to pull image \"a/b:latest\": Error reading manifest latest in docker.io/a/b: toomanyrequests: You have reached your pull rate limit.\n",
            engine: "kubernetes",
            is: .imagePull,
            retry: .sameConfiguration
        ),
        Scenario(
            "arquillian/arquillian-cube #1423",
            "the rate limit between lines of back-off",
            "Error: ErrImagePull\nBack-off pulling image \"a/b:v3\"\ntoomanyrequests: You have reached your unauthenticated pull rate limit.\nError: ImagePullBackOff\n",
            engine: "kubernetes",
            is: .imagePull,
            retry: .sameConfiguration
        ),
        Scenario(
            "argoproj/argo-workflows #9748",
            "a node with no room for one more pod",
            "Pod Node didn't have enough resource: pods, requested: 1, used: 110, capacity: 110\n",
            engine: "kubernetes",
            is: .schedulingUnsatisfiable,
            retry: .sameConfiguration
        ),
        Scenario(
            "argoproj/argo-workflows #1913",
            "a quota of the namespace",
            "pods \"adviser-1\" is forbidden: exceeded quota: batch, requested: limits.memory=8Gi, used: limits.memory=60Gi, limited: limits.memory=64Gi\n",
            engine: "kubernetes",
            is: .quotaExceeded
        ),
        Scenario(
            "argoproj/argo-workflows #11354",
            "no room, told by the scheduler",
            "0/7 nodes are available: 1 Too many pods, 5 Insufficient memory. preemption: 0/7 nodes are available: 1 Preemption is not helpful for scheduling\n",
            engine: "kubernetes",
            is: .schedulingUnsatisfiable
        ),
        Scenario("argoproj/argo-workflows #893", "a pod that somebody deleted", "pod deleted\n", engine: "kubernetes", is: .killedByUser),
        Scenario(
            "apache-spark-on-k8s/spark #480",
            "an executor lost for reasons that the driver does not know",
            "ERROR KubernetesTaskSchedulerImpl: Lost executor 2 on 10.0.0.1: Executor lost for unknown reasons\n",
            engine: "spark",
            is: .nodeLost,
            .unknown
        ),
    ]
}
