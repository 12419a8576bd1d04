extension Migrations {
    /// A recommendation's body may be packed (`PackedText`): bytes, which for rows of before are their JSON.
    ///
    /// The triggers go with it: what is undecided is kept by the code, which knows whether a failure comes with its decision.
    static let packedRecommendations = """
        DROP TRIGGER failure_accepted;
        DROP TRIGGER failure_decided;

        CREATE TABLE recommendations_now (
            id TEXT PRIMARY KEY NOT NULL CHECK (length(id) BETWEEN 1 AND 64),
            failure_id TEXT NOT NULL UNIQUE REFERENCES failures (id),
            failure_class TEXT NOT NULL CHECK (length(failure_class) > 0),
            action TEXT NOT NULL CHECK (action IN ('retry', 'stop', 'review')),
            mode TEXT NOT NULL CHECK (mode IN ('observe', 'approve', 'auto')),
            state TEXT NOT NULL CHECK (
                state IN ('observed', 'pending', 'approved', 'rejected', 'applied', 'apply_failed', 'succeeded', 'failed_again')
            ),
            target TEXT,
            decided_by TEXT,
            note TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            classification TEXT NOT NULL,
            body BLOB NOT NULL
        ) STRICT;
        INSERT INTO recommendations_now (
            id, failure_id, failure_class, action, mode, state, target, decided_by, note, created_at, updated_at, classification, body
        ) SELECT id, failure_id, failure_class, action, mode, state, target, decided_by, note, created_at, updated_at, classification,
            CAST(body AS BLOB)
        FROM recommendations ORDER BY rowid;
        DROP TABLE recommendations;
        ALTER TABLE recommendations_now RENAME TO recommendations;
        CREATE INDEX recommendations_by_state ON recommendations (state, failure_id);
        CREATE INDEX recommendations_by_class ON recommendations (failure_class, failure_id);
        """

    /// An attempt's key begins with its run: runs are mostly named in the order of time, so new rows go to the index's end, where jobs
    /// would spread them over all of its pages.
    static let runsFirst = """
        CREATE TABLE failures_now (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE CHECK (length(id) BETWEEN 1 AND 64),
            received_at INTEGER NOT NULL,
            job TEXT NOT NULL CHECK (length(job) > 0),
            run_id TEXT NOT NULL CHECK (length(run_id) > 0),
            attempt INTEGER NOT NULL CHECK (attempt >= 1),
            engine TEXT NOT NULL CHECK (length(engine) > 0),
            body TEXT NOT NULL,
            UNIQUE (run_id, job, attempt)
        ) STRICT;
        INSERT INTO failures_now (seq, id, received_at, job, run_id, attempt, engine, body)
        SELECT seq, id, received_at, job, run_id, attempt, engine, body FROM failures ORDER BY seq;
        DROP TABLE failures;
        ALTER TABLE failures_now RENAME TO failures;
        CREATE INDEX failures_by_job ON failures (job, id);
        CREATE INDEX failures_by_run ON failures (run_id, id);
        CREATE INDEX failures_by_engine ON failures (engine, id);
        CREATE INDEX failures_by_time ON failures (received_at);

        CREATE TABLE attempts_now (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE CHECK (length(id) BETWEEN 1 AND 64),
            recorded_at INTEGER NOT NULL,
            job TEXT NOT NULL CHECK (length(job) > 0),
            run_id TEXT,
            attempt INTEGER NOT NULL CHECK (attempt >= 1),
            result TEXT NOT NULL CHECK (result IN ('succeeded', 'failed')),
            idempotency_key TEXT UNIQUE CHECK (length(idempotency_key) > 0),
            body TEXT NOT NULL,
            UNIQUE (run_id, job, attempt)
        ) STRICT;
        INSERT INTO attempts_now (seq, id, recorded_at, job, run_id, attempt, result, idempotency_key, body)
        SELECT seq, id, recorded_at, job, run_id, attempt, result, idempotency_key, body FROM attempts ORDER BY seq;
        DROP TABLE attempts;
        ALTER TABLE attempts_now RENAME TO attempts;
        CREATE INDEX attempts_by_job ON attempts (job, seq);
        """

    /// A CHECK of three values or more by IN builds and drops a temporary table for every row, which took a recommendation longer than all
    /// of its indexes: comparisons say the same.
    ///
    /// What a CHECK says lies in the schema alone, so no row is touched (SQLite, "ALTER TABLE", "Making Other Kinds Of Table Schema Changes").
    static let comparedStates = """
        PRAGMA writable_schema = ON;
        UPDATE sqlite_master SET sql = replace(replace(replace(sql,
            'action IN (''retry'', ''stop'', ''review'')',
            'action = ''retry'' OR action = ''stop'' OR action = ''review'''),
            'mode IN (''observe'', ''approve'', ''auto'')',
            'mode = ''observe'' OR mode = ''approve'' OR mode = ''auto'''),
            'state IN (''observed'', ''pending'', ''approved'', ''rejected'', ''applied'', ''apply_failed'', ''succeeded'', ''failed_again'')',
            'state = ''observed'' OR state = ''pending'' OR state = ''approved'' OR state = ''rejected'' OR state = ''applied'''
                || ' OR state = ''apply_failed'' OR state = ''succeeded'' OR state = ''failed_again''')
        WHERE type = 'table' AND name = 'recommendations';
        UPDATE sqlite_master SET sql = replace(sql,
            'state IN (''waiting'', ''delivered'', ''dead'', ''cancelled'')',
            'state = ''waiting'' OR state = ''delivered'' OR state = ''dead'' OR state = ''cancelled''')
        WHERE type = 'table' AND name = 'deliveries';
        """
}
