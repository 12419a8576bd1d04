extension Migrations {
    /// The audit log: rows are only ever added, in the transaction of what they tell of.
    static let audit = """
        CREATE TABLE audit (
            sequence INTEGER PRIMARY KEY CHECK (sequence >= 1),
            entry TEXT NOT NULL,
            hash TEXT NOT NULL CHECK (length(hash) = 64),
            -- Repeated from the entry, for listings; a verification compares them.
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            actor TEXT NOT NULL
        ) STRICT;
        CREATE INDEX audit_by_kind ON audit (kind, sequence);
        CREATE INDEX audit_by_subject ON audit (subject, sequence);
        CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit BEGIN
            SELECT RAISE(ABORT, 'the audit log is append-only');
        END;
        CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit BEGIN
            SELECT RAISE(ABORT, 'the audit log is append-only');
        END;
        """

    /// When `due_at` was set, which says how long the wait is meant to be: a clock may go back. Null in rows of before.
    static let waitsSince = "ALTER TABLE deliveries ADD COLUMN due_from INTEGER;"

    /// The number of a try never goes back: what was tried before an operator sent a delivery again is counted beside it.
    static let triesBefore = """
        ALTER TABLE deliveries ADD COLUMN tries_before INTEGER NOT NULL DEFAULT 0 CHECK (tries_before >= 0);
        """

    /// What holds deliveries back: pauses and the retry budget.
    static let pauses = """
        CREATE TABLE pauses (
            id TEXT PRIMARY KEY NOT NULL CHECK (length(id) BETWEEN 1 AND 64),
            -- The scope and the incident: no two pauses for the same.
            key TEXT NOT NULL UNIQUE,
            body TEXT NOT NULL
        ) STRICT;

        CREATE TABLE retry_budget (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            tokens REAL NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;

        -- The outbox again, with `cancelled`, and with what keeps a delivery back.
        CREATE TABLE deliveries_now (
            id TEXT PRIMARY KEY NOT NULL CHECK (length(id) BETWEEN 1 AND 64),
            recommendation_id TEXT NOT NULL REFERENCES recommendations (id),
            idempotency_key TEXT NOT NULL UNIQUE CHECK (length(idempotency_key) > 0),
            target TEXT NOT NULL CHECK (length(target) > 0),
            state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'dead', 'cancelled')),
            tries INTEGER NOT NULL CHECK (tries >= 0),
            due_at INTEGER NOT NULL,
            lease_until INTEGER,
            last_error TEXT,
            receipt TEXT,
            repair TEXT NOT NULL,
            -- The pause that holds it: no claim looks at it until that is lifted.
            held_by TEXT,
            waits_for TEXT
        ) STRICT;
        INSERT INTO deliveries_now (
            id, recommendation_id, idempotency_key, target, state, tries, due_at, lease_until, last_error, receipt, repair
        ) SELECT id, recommendation_id, idempotency_key, target, state, tries, due_at, lease_until, last_error, receipt, repair
        FROM deliveries;
        DROP TABLE deliveries;
        ALTER TABLE deliveries_now RENAME TO deliveries;
        CREATE INDEX deliveries_due ON deliveries (due_at, id) WHERE state = 'waiting' AND held_by IS NULL;
        CREATE INDEX deliveries_held ON deliveries (held_by) WHERE held_by IS NOT NULL;
        CREATE INDEX deliveries_by_state ON deliveries (state, id);
        CREATE INDEX deliveries_by_recommendation ON deliveries (recommendation_id);
        -- Two deliveries of one recommendation must never be under way.
        CREATE UNIQUE INDEX deliveries_one_waiting ON deliveries (recommendation_id) WHERE state = 'waiting';
        """
}
