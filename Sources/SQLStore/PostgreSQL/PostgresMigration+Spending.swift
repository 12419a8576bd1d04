extension PostgresMigration {
    /// What automatic retries are expected to cost: the sum of each day, and what it is made of. Days are counted from 1970 in UTC.
    static let spending = """
        CREATE TABLE spending_days (
            day bigint PRIMARY KEY,
            usd double precision NOT NULL CHECK (usd >= 0)
        );

        CREATE TABLE spending (
            key text COLLATE "C" PRIMARY KEY CHECK (length(key) > 0),
            day bigint NOT NULL REFERENCES spending_days (day) ON DELETE CASCADE,
            usd double precision NOT NULL CHECK (usd >= 0)
        );
        CREATE INDEX spending_by_day ON spending (day);

        -- Sets money aside where it fits into what may be spent on the day. Whoever asks locks the day until its commit.
        CREATE FUNCTION reserve_spending(
            new_key text, new_day bigint, amount double precision, most double precision, kept bigint,
            OUT granted boolean, OUT is_new boolean, OUT spent double precision
        ) LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO spending_days (day, usd) VALUES (new_day, 0) ON CONFLICT DO NOTHING;
            SELECT d.usd INTO spent FROM spending_days d WHERE d.day = new_day FOR UPDATE;
            granted := true;
            is_new := false;
            PERFORM FROM spending s WHERE s.key = new_key;
            IF FOUND THEN RETURN; END IF;
            granted := spent + amount <= most;
            IF NOT granted THEN RETURN; END IF;
            DELETE FROM spending_days d WHERE d.day < new_day - kept;
            INSERT INTO spending (key, day, usd) VALUES (new_key, new_day, amount) ON CONFLICT DO NOTHING;
            is_new := FOUND;
            IF is_new THEN UPDATE spending_days d SET usd = d.usd + amount WHERE d.day = new_day; END IF;
        END $$;
        """
}
