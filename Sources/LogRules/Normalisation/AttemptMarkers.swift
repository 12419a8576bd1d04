/// Lines with which an attempt begins: in a log with several of one kind, what stands after the last one counts first.
enum AttemptMarkers {
    /// The patterns, in the rules' syntax.
    static let patterns = [
        // Airflow 2: "Starting attempt 2 of 4".
        #"Starting attempt \d+ of \d+"#,
        // dbt, at the start of every command.
        #"Running with dbt[=:]"#,
        // Celery's banner.
        #"-------------- celery@"#,
        // Nextflow's banner.
        #"N E X T F L O W +~ +version"#,
        // Snakemake.
        #"Building DAG of jobs\.\.\."#,
        // The Spark driver.
        #"SparkContext: Running Spark version \d"#,
        // Slurm's requeue, as the step daemon reports it.
        #"slurmstepd[^:]*: .*(?:CANCELLED AT .* DUE TO (?:NODE FAILURE|PREEMPTION), SEE SLURMCTLD LOG FOR DETAILS|RESTARTED)"#,
        // Tomcat and Spring Boot servers.
        #"Server startup in \[?\d+"#,
        #"Starting Servlet Engine"#,
        // PostgreSQL.
        #"LOG: +starting PostgreSQL \d"#,
    ]
}
