extension PostgresMigration {
    /// Tokens, sessions and used signatures. Hashes are 64 hexadecimal digits of SHA-256; times are milliseconds since 1970.
    static let access = """
        CREATE TABLE access_tokens (
            id text COLLATE "C" PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
            hash text COLLATE "C" NOT NULL UNIQUE CHECK (length(hash) = 64),
            name text COLLATE "C" NOT NULL CHECK (length(name) > 0),
            role text COLLATE "C" NOT NULL CHECK (role IN ('scheduler', 'viewer', 'operator', 'admin')),
            created_at bigint NOT NULL,
            expires_at bigint,
            revoked_at bigint
        );
        -- A name stands for one token at a time; that of a revoked one may be given again.
        CREATE UNIQUE INDEX access_tokens_by_name ON access_tokens (name) WHERE revoked_at IS NULL;

        CREATE TABLE operator_sessions (
            hash text COLLATE "C" PRIMARY KEY CHECK (length(hash) = 64),
            actor text NOT NULL CHECK (length(actor) > 0),
            role text COLLATE "C" NOT NULL CHECK (role IN ('scheduler', 'viewer', 'operator', 'admin')),
            token_id text COLLATE "C" REFERENCES access_tokens (id) ON DELETE CASCADE,
            expires_at bigint NOT NULL
        );
        CREATE INDEX operator_sessions_by_token ON operator_sessions (token_id);
        CREATE INDEX operator_sessions_by_end ON operator_sessions (expires_at);

        -- A signed request is taken once; its mark may go when its timestamp is too old to be taken anyway.
        CREATE TABLE used_signatures (
            hash text COLLATE "C" PRIMARY KEY CHECK (length(hash) = 64),
            expires_at bigint NOT NULL
        );
        CREATE INDEX used_signatures_by_end ON used_signatures (expires_at);
        """
}
