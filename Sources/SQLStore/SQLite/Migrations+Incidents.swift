extension Migrations {
    /// Incidents, and the counts of failures by minute from which they are recognised.
    static let incidents = """
        CREATE INDEX failures_by_time ON failures (received_at);

        CREATE TABLE failure_minutes (
            minute INTEGER NOT NULL,
            failure_class TEXT NOT NULL,
            engine TEXT NOT NULL,
            host TEXT NOT NULL,
            count INTEGER NOT NULL CHECK (count > 0),
            PRIMARY KEY (minute, failure_class, engine, host)
        ) STRICT, WITHOUT ROWID;

        -- Up to which minute failures have been counted, and from which.
        CREATE TABLE failure_minutes_state (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            first INTEGER NOT NULL,
            last INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE incidents (
            id TEXT PRIMARY KEY NOT NULL CHECK (length(id) BETWEEN 1 AND 64),
            dimension TEXT NOT NULL CHECK (dimension IN ('class', 'engine', 'host')),
            value TEXT NOT NULL,
            closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
            body TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX incidents_open ON incidents (dimension, value) WHERE closed = 0;
        """

    /// Steps of playbooks, like deliveries. The identifier is the idempotency key.
    static let playbookSteps = """
        CREATE TABLE playbook_steps (
            id TEXT PRIMARY KEY NOT NULL CHECK (length(id) > 0),
            incident_id TEXT NOT NULL REFERENCES incidents (id),
            step TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
            tries INTEGER NOT NULL CHECK (tries >= 0),
            due_at INTEGER NOT NULL,
            lease_until INTEGER,
            result TEXT
        ) STRICT;
        CREATE INDEX playbook_steps_by_incident ON playbook_steps (incident_id);
        """
}
