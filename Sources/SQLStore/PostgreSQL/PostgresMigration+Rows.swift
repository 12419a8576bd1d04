extension PostgresMigration {
    /// A recommendation's body may be packed (`PackedText`): bytes, which for rows of before are their JSON.
    ///
    /// What is packed would only be tried in vain by the server's own compression. Set in a command of its own, so that the rows of
    /// before keep theirs.
    static let packedRecommendations = """
        ALTER TABLE recommendations ALTER COLUMN body TYPE bytea USING convert_to(body, 'UTF8');
        ALTER TABLE recommendations ALTER COLUMN body SET STORAGE EXTERNAL;
        ALTER TABLE failure_logs ALTER COLUMN log SET STORAGE EXTERNAL;
        """

    /// An attempt's key begins with its run: runs are mostly named in the order of time, so new rows go to the index's end, where jobs
    /// would spread them over all of its pages.
    static let runsFirst = """
        ALTER TABLE failures DROP CONSTRAINT failures_job_run_id_attempt_key;
        ALTER TABLE failures ADD UNIQUE (run_id, job, attempt);
        ALTER TABLE attempts DROP CONSTRAINT attempts_job_run_id_attempt_key;
        ALTER TABLE attempts ADD UNIQUE (run_id, job, attempt);
        """
}
