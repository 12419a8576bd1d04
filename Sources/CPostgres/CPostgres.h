#pragma once
#include <libpq-fe.h>

// A library must not write to standard error, which is where libpq puts the server's notices unless told otherwise.
static inline void mulligan_pg_ignore_notice(void *context, const char *message) { (void)context; (void)message; }
static inline void mulligan_pg_ignore_notices(PGconn *connection) {
    PQsetNoticeProcessor(connection, mulligan_pg_ignore_notice, NULL);
}
// The codes of `PG_DIAG_...` are character literals, which Swift does not import.
static inline const char *mulligan_pg_sqlstate(const PGresult *result) { return PQresultErrorField(result, PG_DIAG_SQLSTATE); }
static inline const char *mulligan_pg_primary(const PGresult *result) { return PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY); }
static inline const char *mulligan_pg_constraint(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
}
