/* A command at work on an investigation: its record and tables, who the users are, who signs, and
 * what they append. */
#ifndef CAIRN_CLI_SESSION_H
#define CAIRN_CLI_SESSION_H

#include "cli/agent_ask.h"
#include "cli/command.h"
#include "cli/passphrase.h"
#include "record/append.h"
#include "record/tables.h"
#include "record/user_list.h"

struct session {
    struct arena *arena;
    struct random random;
    struct investigation investigation;
    struct authority authority;
    struct user_list users;
    struct passphrases passphrases;
    struct tables tables;      /* once they were asked for */
    bool afresh;               /* they are of an earlier moment, and nobody else's */
    bool reading;              /* the record and the tables, in STORE_READ transactions */
    struct appender *appender; /* once something was appended */
};

/* Opens the investigation; for appending, nobody else can until session_close. `passphrase_file`
 * may be NULL. All is in the arena. */
MUST_CHECK bool session_open(struct arena *arena, const char *path,
                             enum investigation_access access, const char *passphrase_file,
                             struct session *out_session, struct error *error);

/* Takes a session of zeroes. */
void session_close(struct session *session);

/* Brings the tables up to the end of the log (record/replay.h). They and the record stay in
 * STORE_READ transactions until something is appended. `shown`: progress on a terminal. */
MUST_CHECK bool session_read_tables(struct session *session, const struct cancel *cancel,
                                    bool shown, struct error *error);

/* The same, with the words that find_words searches. */
MUST_CHECK bool session_read_words(struct session *session, const struct cancel *cancel, bool shown,
                                   struct error *error);

/* The same with tables as they were when the log had `size` entries, as far as what they say was
 * not erased since. */
MUST_CHECK bool session_read_tables_of(struct session *session, int64_t size,
                                       const struct cancel *cancel, bool shown,
                                       struct error *error);

/* Is this program's declaration of a kind one that the record does not have? */
bool session_is_undeclared(const struct session *session, const struct schema *schema);

/* ERROR_CONFLICT when a kind was declared anew after what this program knows: it would write what
 * others have left behind. */
MUST_CHECK bool session_is_not_older(const struct session *session, struct error *error);

/* ERROR_CONFLICT unless the record's newest declarations are this program's: for what is written
 * under them. Says what to do. */
MUST_CHECK bool session_is_declared(const struct session *session, struct error *error);

/* Somebody whose private key was unsealed, here or in an agent. */
struct session_signer {
    const struct user_line *line;
    struct secret private_key; /* of zeroes: the agent has it */
    struct agent_found agent;
};

/* The options of a command that signs, for a struct with these fields. */
#define SIGNER_OPTIONS(type)                                                                       \
    {.name = "as", .kind = OPTION_TEXT, .target = offsetof(type, as), .value = "NAME",             \
     .help = "who signs; needed when several users could"},                                        \
    {.name = "passphrase-file", .kind = OPTION_TEXT, .target = offsetof(type, passphrase_file),    \
     .value = "FILE", .help = "passphrases, a line each, instead of asking for them"}

/* The active user called `name`; NULL: the only one. They hold a role of `roles` (bits 1 << enum
 * user_role), and their private key is here. */
MUST_CHECK bool session_signer_find(struct session *session, const char *name, unsigned roles,
                                    const struct user_line **out_line, struct error *error);

/* The same, able to sign: by a passphrase of the file; where there is no file, by the user's agent,
 * if it holds a key that is taken now; else by a passphrase that is asked for. The caller closes it
 * with session_signer_close, which takes a signer of zeroes. */
MUST_CHECK bool session_signer_open(struct session *session, const char *name, unsigned roles,
                                    struct session_signer *out_signer, struct error *error);

/* The same without an agent: the private key is here. */
MUST_CHECK bool session_signer_unseal(struct session *session, const char *name, unsigned roles,
                                      struct session_signer *out_signer, struct error *error);

void session_signer_close(struct session_signer *signer);

/* What appends to the investigation, which ends what session_read_tables began; the session's. */
MUST_CHECK bool session_appender(struct session *session, struct appender **out_appender,
                                 struct error *error);

/* Appends a batch (record/append.h); may be called again. */
MUST_CHECK bool session_append(struct session *session, const struct append_batch *batch,
                               struct receipt *out_receipts, size_t *out_wrong,
                               struct error *error);

/* How an entry is signed by somebody; points to the signer. */
struct draft_signer session_draft_signer(const struct session_signer *signer);

/* "field, laboratory", in the arena. */
const char *session_roles_text(struct arena *arena, unsigned roles);

#endif
