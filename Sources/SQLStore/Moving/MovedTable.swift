/// A table that a move copies: the same name and columns in both databases.
struct MovedTable: Sendable {
    /// The kinds of columns.
    enum Kind: String, Sendable {
        case text = "text"
        case integer = "bigint"
        case real = "double precision"
        case bytes = "bytea"
        case flag = "boolean"
    }

    /// A column.
    struct Column: Sendable {
        let name: String
        let kind: Kind
    }

    /// The table's name.
    let name: String
    /// Its columns; the first is the key, by which rows are ordered and copied.
    let columns: [Column]
    /// How many rows are read at once.
    let page: Int

    /// A table; columns are text unless they are named among the others.
    init(
        _ name: String,
        _ columns: String,
        integers: Set<String> = [],
        reals: Set<String> = [],
        bytes: Set<String> = [],
        flags: Set<String> = [],
        page: Int = 500
    ) {
        self.name = name
        self.page = page
        self.columns = columns.split(separator: " ").map(String.init).map { column in
            let kind: Kind =
                if integers.contains(column) {
                    .integer
                } else if reals.contains(column) {
                    .real
                } else if bytes.contains(column) {
                    .bytes
                } else if flags.contains(column) { .flag } else { .text }
            return Column(name: column, kind: kind)
        }
    }

    /// The names of the columns, as SQL lists them.
    var list: String { columns.map(\.name).joined(separator: ", ") }

    /// The name of the key's column.
    var key: String { columns.first?.name ?? "" }

    /// Every table in an order in which what a row belongs to comes before it.
    static let all: [MovedTable] = [
        MovedTable(
            "failures",
            "seq id received_at job run_id attempt engine body",
            integers: ["seq", "received_at", "attempt"]
        ),
        // A log may be megabytes long.
        MovedTable("failure_logs", "seq log", integers: ["seq"], bytes: ["log"], page: 16),
        MovedTable("failure_keys", "key failure_id original", flags: ["original"]),
        MovedTable(
            "recommendations",
            "id failure_id failure_class action mode state target decided_by note created_at updated_at classification body",
            integers: ["created_at", "updated_at"],
            bytes: ["body"]
        ),
        MovedTable("undecided_failures", "failure_id"),
        MovedTable(
            "deliveries",
            "id recommendation_id idempotency_key target state tries due_at lease_until last_error receipt repair held_by waits_for tries_before due_from",
            integers: ["tries", "tries_before", "due_at", "due_from", "lease_until"]
        ),
        MovedTable(
            "attempts",
            "seq id recorded_at job run_id attempt result idempotency_key body",
            integers: ["seq", "recorded_at", "attempt"]
        ),
        MovedTable("outcomes", "recommendation_id recorded_at result body", integers: ["recorded_at"]),
        MovedTable(
            "access_tokens",
            "id hash name role created_at expires_at revoked_at",
            integers: ["created_at", "expires_at", "revoked_at"]
        ),
        MovedTable("operator_sessions", "hash actor role token_id expires_at", integers: ["expires_at"]),
        MovedTable("used_signatures", "hash expires_at", integers: ["expires_at"]),
        MovedTable("audit", "sequence entry hash kind subject actor", integers: ["sequence"]),
        MovedTable("pauses", "id key body"),
        // The failures by minute are counted again.
        MovedTable("incidents", "id dimension value closed body", flags: ["closed"]),
        MovedTable(
            "playbook_steps",
            "id incident_id step state tries due_at lease_until result",
            integers: ["tries", "due_at", "lease_until"]
        ),
        MovedTable("retry_budget", "id tokens at", integers: ["id", "at"], reals: ["tokens"]),
        MovedTable("spending_days", "day usd", integers: ["day"], reals: ["usd"]),
        MovedTable("spending", "key day usd", integers: ["day"], reals: ["usd"]),
    ]
}
