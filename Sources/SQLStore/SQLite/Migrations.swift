internal import GRDB

/// The schema's history: append only, in SQL alone, so that an old migration never changes with the code.
enum Migrations {
    /// Marks a file as Mulligan's (`PRAGMA application_id`): "MULL".
    static let applicationID: Int32 = 0x4d55_4c4c

    /// Every migration in order.
    static func migrator() -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: failures, decisions, deliveries, attempts, outcomes") { db in
            try db.execute(sql: first)
        }
        migrator.registerMigration("access: tokens, sessions, used signatures") { db in
            try db.execute(sql: access)
        }
        migrator.registerMigration("operations: audit, pauses, retry budget", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: audit)
            try db.execute(sql: pauses)
        }
        migrator.registerMigration("incidents: failures by minute, incidents") { db in
            try db.execute(sql: incidents)
        }
        migrator.registerMigration("spending: money for automatic retries by day") { db in
            try db.execute(sql: spending)
        }
        migrator.registerMigration("deliveries: tries before a redelivery") { db in
            try db.execute(sql: triesBefore)
        }
        migrator.registerMigration("playbooks: steps") { db in
            try db.execute(sql: playbookSteps)
        }
        migrator.registerMigration("rows: packed recommendations, keys by run first") { db in
            try db.execute(sql: packedRecommendations)
            try db.execute(sql: runsFirst)
        }
        migrator.registerMigration("deliveries: since when they wait") { db in
            try db.execute(sql: waitsSince)
        }
        migrator.registerMigration("checks: states by comparison", foreignKeyChecks: .immediate) { db in
            let version = try db.schemaVersion()
            try db.execute(sql: comparedStates)
            // Every connection reads the schema again, this one too. RESET in place of OFF would keep what is read here after a rollback.
            try db.execute(sql: "PRAGMA schema_version = \(version + 1); PRAGMA writable_schema = OFF")
        }
        return migrator
    }

    /// Times are milliseconds since 1970; `body` columns are JSON.
    private static let first = """
        -- A posted failure is never changed; what is decided about it lies in recommendations.
        CREATE TABLE failures (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE CHECK (length(id) BETWEEN 1 AND 64),
            received_at INTEGER NOT NULL,
            job TEXT NOT NULL CHECK (length(job) > 0),
            run_id TEXT NOT NULL CHECK (length(run_id) > 0),
            attempt INTEGER NOT NULL CHECK (attempt >= 1),
            engine TEXT NOT NULL CHECK (length(engine) > 0),
            body TEXT NOT NULL,
            UNIQUE (job, run_id, attempt)
        ) STRICT;
        CREATE INDEX failures_by_job ON failures (job, id);
        CREATE INDEX failures_by_run ON failures (run_id, id);
        CREATE INDEX failures_by_engine ON failures (engine, id);

        -- Logs lie apart so that listings do not read them; an empty log has no row.
        CREATE TABLE failure_logs (
            seq INTEGER PRIMARY KEY REFERENCES failures (seq) ON DELETE CASCADE,
            log BLOB NOT NULL
        ) STRICT;

        -- Which failure an idempotency key stands for. A key is original when its request made the row, and else it came with a
        -- failure that had been stored already.
        CREATE TABLE failure_keys (
            key TEXT PRIMARY KEY NOT NULL CHECK (length(key) > 0),
            failure_id TEXT NOT NULL REFERENCES failures (id) ON DELETE CASCADE,
            original INTEGER NOT NULL CHECK (original IN (0, 1))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX failure_keys_by_failure ON failure_keys (failure_id);

        CREATE TABLE recommendations (
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
            body TEXT NOT NULL
        ) STRICT;
        CREATE INDEX recommendations_by_state ON recommendations (state, failure_id);
        CREATE INDEX recommendations_by_class ON recommendations (failure_class, failure_id);

        -- What a crash interrupted: accepted and not decided.
        CREATE TABLE undecided_failures (
            failure_id TEXT PRIMARY KEY NOT NULL REFERENCES failures (id) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER failure_accepted AFTER INSERT ON failures BEGIN
            INSERT INTO undecided_failures (failure_id) VALUES (new.id);
        END;
        CREATE TRIGGER failure_decided AFTER INSERT ON recommendations BEGIN
            DELETE FROM undecided_failures WHERE failure_id = new.failure_id;
        END;

        -- The transactional outbox.
        CREATE TABLE deliveries (
            id TEXT PRIMARY KEY NOT NULL CHECK (length(id) BETWEEN 1 AND 64),
            recommendation_id TEXT NOT NULL REFERENCES recommendations (id),
            idempotency_key TEXT NOT NULL UNIQUE CHECK (length(idempotency_key) > 0),
            target TEXT NOT NULL CHECK (length(target) > 0),
            state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'dead')),
            tries INTEGER NOT NULL CHECK (tries >= 0),
            due_at INTEGER NOT NULL,
            lease_until INTEGER,
            last_error TEXT,
            receipt TEXT,
            repair TEXT NOT NULL
        ) STRICT;
        CREATE INDEX deliveries_due ON deliveries (due_at, id) WHERE state = 'waiting';
        CREATE INDEX deliveries_by_state ON deliveries (state, id);
        -- Two deliveries of one recommendation must never be under way.
        CREATE UNIQUE INDEX deliveries_one_waiting ON deliveries (recommendation_id) WHERE state = 'waiting';

        CREATE TABLE attempts (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE CHECK (length(id) BETWEEN 1 AND 64),
            recorded_at INTEGER NOT NULL,
            job TEXT NOT NULL CHECK (length(job) > 0),
            run_id TEXT,
            attempt INTEGER NOT NULL CHECK (attempt >= 1),
            result TEXT NOT NULL CHECK (result IN ('succeeded', 'failed')),
            idempotency_key TEXT UNIQUE CHECK (length(idempotency_key) > 0),
            body TEXT NOT NULL,
            UNIQUE (job, run_id, attempt)
        ) STRICT;
        CREATE INDEX attempts_by_job ON attempts (job, seq);

        CREATE TABLE outcomes (
            recommendation_id TEXT PRIMARY KEY NOT NULL REFERENCES recommendations (id),
            recorded_at INTEGER NOT NULL,
            result TEXT NOT NULL CHECK (result IN ('succeeded', 'failed')),
            body TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Written by the health check.
        CREATE TABLE health (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            checks INTEGER NOT NULL
        ) STRICT;
        INSERT INTO health (id, checks) VALUES (1, 0);
        """
}
