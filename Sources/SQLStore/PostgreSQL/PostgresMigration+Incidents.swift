extension PostgresMigration {
    /// Incidents, and the counts of failures by minute from which they are recognised.
    static let incidents = """
        CREATE INDEX failures_by_time ON failures (received_at);

        CREATE TABLE failure_minutes (
            minute bigint NOT NULL,
            failure_class text COLLATE "C" NOT NULL,
            engine text COLLATE "C" NOT NULL,
            host text COLLATE "C" NOT NULL,
            count bigint NOT NULL CHECK (count > 0),
            PRIMARY KEY (minute, failure_class, engine, host)
        );

        -- Up to which minute failures have been counted, and from which. Whoever counts locks this row.
        CREATE TABLE failure_minutes_state (
            id integer PRIMARY KEY CHECK (id = 1),
            first bigint,
            last bigint
        );
        INSERT INTO failure_minutes_state (id) VALUES (1);

        CREATE TABLE incidents (
            id text COLLATE "C" PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
            dimension text COLLATE "C" NOT NULL CHECK (dimension IN ('class', 'engine', 'host')),
            value text COLLATE "C" NOT NULL,
            closed boolean NOT NULL,
            body text NOT NULL
        );
        CREATE UNIQUE INDEX incidents_open ON incidents (dimension, value) WHERE NOT closed;
        """

    /// Steps of playbooks, like deliveries. The identifier is the idempotency key.
    static let playbookSteps = """
        CREATE TABLE playbook_steps (
            id text COLLATE "C" PRIMARY KEY CHECK (length(id) > 0),
            incident_id text COLLATE "C" NOT NULL REFERENCES incidents (id),
            step text COLLATE "C" NOT NULL,
            state text COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
            tries bigint NOT NULL CHECK (tries >= 0),
            due_at bigint NOT NULL,
            lease_until bigint,
            result text
        );
        CREATE INDEX playbook_steps_by_incident ON playbook_steps (incident_id);
        """
}
