extension Migrations {
    /// What automatic retries are expected to cost: the sum of each day, and what it is made of. Days are counted from 1970 in UTC.
    static let spending = """
        CREATE TABLE spending_days (
            day INTEGER PRIMARY KEY,
            usd REAL NOT NULL CHECK (usd >= 0)
        ) STRICT;

        CREATE TABLE spending (
            key TEXT PRIMARY KEY NOT NULL CHECK (length(key) > 0),
            day INTEGER NOT NULL REFERENCES spending_days (day) ON DELETE CASCADE,
            usd REAL NOT NULL CHECK (usd >= 0)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX spending_by_day ON spending (day);
        """
}
