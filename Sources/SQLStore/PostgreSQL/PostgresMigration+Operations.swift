extension PostgresMigration {
    /// The audit log: rows are only ever added, in the transaction of what they tell of.
    static let audit = """
        CREATE TABLE audit (
            sequence bigint PRIMARY KEY CHECK (sequence >= 1),
            entry text NOT NULL,
            hash text COLLATE "C" NOT NULL CHECK (length(hash) = 64),
            -- Repeated from the entry, for listings; a verification compares them.
            kind text COLLATE "C" NOT NULL,
            subject text COLLATE "C" NOT NULL,
            actor text COLLATE "C" NOT NULL
        );
        CREATE INDEX audit_by_kind ON audit (kind, sequence);
        CREATE INDEX audit_by_subject ON audit (subject, sequence);
        CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit EXECUTE FUNCTION refuse_change();

        -- The end of the log. Whoever adds to it locks this row until its commit, so that the chain has no gap and no fork.
        CREATE TABLE audit_end (
            id integer PRIMARY KEY CHECK (id = 1),
            sequence bigint NOT NULL,
            hash text COLLATE "C" NOT NULL CHECK (length(hash) = 64)
        ) WITH (fillfactor = 10);
        INSERT INTO audit_end VALUES (1, 0, repeat('0', 64));

        -- Adds an entry: its text is `head`, its number, `rest`; its hash is SHA-256 over the hash before it and its text.
        CREATE FUNCTION append_audit(head text, rest text, entry_kind text, entry_subject text, entry_actor text) RETURNS bigint
        LANGUAGE plpgsql AS $$
        DECLARE
            number bigint;
            previous text;
            full_text text;
            digest text;
        BEGIN
            SELECT e.sequence + 1, e.hash INTO number, previous FROM audit_end e WHERE e.id = 1 FOR UPDATE;
            full_text := head || number || rest;
            digest := encode(sha256(convert_to(previous || full_text, 'UTF8')), 'hex');
            INSERT INTO audit (sequence, entry, hash, kind, subject, actor)
            VALUES (number, full_text, digest, entry_kind, entry_subject, entry_actor);
            UPDATE audit_end SET sequence = number, hash = digest WHERE id = 1;
            RETURN number;
        END $$;
        """

    /// Entries are added many at once.
    static let auditBatches = """
        DROP FUNCTION append_audit(text, text, text, text, text);

        -- Adds entries in their order and returns the number of the last: the text of each is its head, its number, its rest; its hash is
        -- SHA-256 over the hash before it and its text.
        CREATE FUNCTION append_audits(heads text[], rests text[], kinds text[], subjects text[], actors text[]) RETURNS bigint
        LANGUAGE plpgsql AS $$
        DECLARE
            last bigint;
            digest text;
            entries text[];
            hashes text[];
        BEGIN
            SELECT e.sequence, e.hash INTO last, digest FROM audit_end e WHERE e.id = 1 FOR UPDATE;
            FOR n IN 1 .. cardinality(heads) LOOP
                entries[n] := heads[n] || (last + n) || rests[n];
                digest := encode(sha256(convert_to(digest || entries[n], 'UTF8')), 'hex');
                hashes[n] := digest;
            END LOOP;
            INSERT INTO audit (sequence, entry, hash, kind, subject, actor)
            SELECT last + a.n, a.entry, a.hash, a.kind, a.subject, a.actor
            FROM unnest(entries, hashes, kinds, subjects, actors) WITH ORDINALITY AS a (entry, hash, kind, subject, actor, n);
            last := last + cardinality(heads);
            UPDATE audit_end SET sequence = last, hash = digest WHERE id = 1;
            RETURN last;
        END $$;
        """

    /// When `due_at` was set, which says how long the wait is meant to be: a clock may go back. Null in rows of before.
    static let waitsSince = "ALTER TABLE deliveries ADD COLUMN due_from bigint;"

    /// The number of a try never goes back: what was tried before an operator sent a delivery again is counted beside it.
    static let triesBefore = """
        ALTER TABLE deliveries ADD COLUMN tries_before bigint NOT NULL DEFAULT 0 CHECK (tries_before >= 0);
        """

    /// What holds deliveries back: pauses and the retry budget.
    static let pauses = """
        CREATE TABLE pauses (
            id text COLLATE "C" PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
            -- The scope and the incident: no two pauses for the same.
            key text COLLATE "C" NOT NULL UNIQUE,
            body text NOT NULL
        );

        CREATE TABLE retry_budget (
            id integer PRIMARY KEY CHECK (id = 1),
            tokens double precision NOT NULL,
            at bigint NOT NULL
        );

        -- The outbox with `cancelled`, and with what keeps a delivery back: no claim looks at one that a pause holds until that is lifted.
        ALTER TABLE deliveries DROP CONSTRAINT deliveries_state_check;
        ALTER TABLE deliveries ADD CONSTRAINT deliveries_state_check CHECK (state IN ('waiting', 'delivered', 'dead', 'cancelled'));
        ALTER TABLE deliveries ADD COLUMN held_by text COLLATE "C";
        ALTER TABLE deliveries ADD COLUMN waits_for text;
        DROP INDEX deliveries_due;
        CREATE INDEX deliveries_due ON deliveries (due_at, id) WHERE state = 'waiting' AND held_by IS NULL;
        CREATE INDEX deliveries_held ON deliveries (held_by) WHERE held_by IS NOT NULL;
        CREATE INDEX deliveries_by_recommendation ON deliveries (recommendation_id);
        """
}
