/// The pages' templates; each is a constant, so that the program is one file.
enum Templates {
    /// Every template by its name.
    static let all: [String: String] = [
        "layout": layout, "queue": queue, "failure": failure, "job": job, "rules": rules, "model": model, "error": error,
        "overview": overview, "deliveries": deliveries, "incidents": incidents, "policy": policy, "audit": audit,
        "signIn": signIn, "yourName": yourName, "rows": rows, "ladder": ladder, "attempts": attempts,
    ]
}
