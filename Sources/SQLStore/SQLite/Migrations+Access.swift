extension Migrations {
    /// Tokens, sessions and used signatures. Hashes are 64 hexadecimal digits of SHA-256; times are milliseconds since 1970.
    static let access = """
        CREATE TABLE access_tokens (
            id TEXT PRIMARY KEY NOT NULL CHECK (length(id) BETWEEN 1 AND 64),
            hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
            name TEXT NOT NULL CHECK (length(name) > 0),
            role TEXT NOT NULL CHECK (role IN ('scheduler', 'viewer', 'operator', 'admin')),
            created_at INTEGER NOT NULL,
            expires_at INTEGER,
            revoked_at INTEGER
        ) STRICT;
        -- A name stands for one token at a time; that of a revoked one may be given again.
        CREATE UNIQUE INDEX access_tokens_by_name ON access_tokens (name) WHERE revoked_at IS NULL;

        CREATE TABLE operator_sessions (
            hash TEXT PRIMARY KEY NOT NULL CHECK (length(hash) = 64),
            actor TEXT NOT NULL CHECK (length(actor) > 0),
            role TEXT NOT NULL CHECK (role IN ('scheduler', 'viewer', 'operator', 'admin')),
            token_id TEXT REFERENCES access_tokens (id) ON DELETE CASCADE,
            expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX operator_sessions_by_token ON operator_sessions (token_id);
        CREATE INDEX operator_sessions_by_end ON operator_sessions (expires_at);

        -- A signed request is taken once; its mark may go when its timestamp is too old to be taken anyway.
        CREATE TABLE used_signatures (
            hash TEXT PRIMARY KEY NOT NULL CHECK (length(hash) = 64),
            expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX used_signatures_by_end ON used_signatures (expires_at);
        """
}
