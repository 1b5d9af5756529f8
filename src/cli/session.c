#include "cli/session.h"

#include <string.h>

#include "base/workers.h"
#include "record/authority_load.h"
#include "record/find.h"
#include "record/replay.h"
#include "schema/quote.h"

static bool load(struct session *session, struct error *error) {
    struct investigation *investigation = &session->investigation;
    if (!store_begin(investigation->store, STORE_READ, error)) return false;
    bool done = authority_load(session->arena, &investigation->digester, investigation->store,
                               &session->authority, error) &&
                user_list_open(session->arena, &investigation->digester, investigation->store,
                               &session->authority, &session->users, error);
    store_rollback(investigation->store);
    return done || error_within(error, "%s", investigation->path);
}

bool session_open(struct arena *arena, const char *path, enum investigation_access access,
                  const char *passphrase_file, struct session *out_session,
                  struct error *error) {
    struct session session = {.arena = arena};
    if (random_open(&session.random, error) &&
        passphrase_open(passphrase_file, &session.passphrases, error) &&
        investigation_open(arena, path, access, &session.investigation, error) &&
        load(&session, error)) {
        *out_session = session;
        return true;
    }
    session_close(&session);
    return false;
}

void session_close(struct session *session) {
    append_close(session->appender);
    session->appender = NULL;
    user_list_close(&session->users);
    passphrase_close(&session->passphrases);
    struct error ignored = {0};
    if (session->afresh) (void)!replay_discard(&session->tables, &ignored);
    else tables_close(&session->tables);
    investigation_close(&session->investigation);
}

static bool begin_reading(struct session *session, struct error *error) {
    session->reading = store_begin(session->tables.store, STORE_READ, error) &&
                       store_begin(session->investigation.store, STORE_READ, error);
    return session->reading;
}

static bool open_tables(struct session *session, const struct cancel *cancel, bool shown,
                        struct error *error) {
    struct replay replay = {.threads = workers_default(), .cancel = cancel, .shown = shown};
    return replay_open(session->arena, &session->investigation, &replay, &session->tables, error);
}

bool session_read_tables(struct session *session, const struct cancel *cancel, bool shown,
                         struct error *error) {
    return open_tables(session, cancel, shown, error) && begin_reading(session, error);
}

bool session_read_words(struct session *session, const struct cancel *cancel, bool shown,
                        struct error *error) {
    return open_tables(session, cancel, shown, error) &&
           find_catch_up(&session->tables, cancel, error) && begin_reading(session, error);
}

bool session_read_tables_of(struct session *session, int64_t size, const struct cancel *cancel,
                            bool shown, struct error *error) {
    struct replay replay = {
        .threads = workers_default(), .cancel = cancel, .shown = shown, .until = size};
    session->afresh = replay_afresh(session->arena, &session->investigation, &replay,
                                    &session->tables, error);
    return session->afresh && begin_reading(session, error);
}

/* ------------------------------------------------------------------ declarations */

static struct digest hash_of(const struct session *session, const struct schema *schema) {
    struct digester digester = session->investigation.digester;
    return digest_of(&digester, schema->text, schema->text_size);
}

bool session_is_undeclared(const struct session *session, const struct schema *schema) {
    struct digest hash = hash_of(session, schema);
    return !authority_schema(&session->authority, &hash);
}

bool session_is_not_older(const struct session *session, struct error *error) {
    for (int i = 0; i < schema_count; i++) {
        struct digest hash = hash_of(session, &schema_list[i]);
        const struct authority_schema *newest =
            authority_schema_of(&session->authority, schema_list[i].kind);
        if (authority_schema(&session->authority, &hash) && !digest_equal(&newest->hash, &hash))
            return error_set(error, ERROR_CONFLICT, "%s: this program is older than the record, in "
                             "which %s was declared anew in entry %llu: use a newer one",
                             session->investigation.path, schema_list[i].kind,
                             (unsigned long long)newest->index);
    }
    return true;
}

bool session_is_declared(const struct session *session, struct error *error) {
    int undeclared = 0;
    if (!session_is_not_older(session, error)) return false;
    for (int i = 0; i < schema_count; i++)
        undeclared += session_is_undeclared(session, &schema_list[i]);
    return !undeclared ||
           error_set(error, ERROR_CONFLICT, "%s was begun by an earlier program, and does not have "
                     "%d of the declarations of this one: an administrator enters them with cairn "
                     "upgrade", session->investigation.path, undeclared);
}

/* ------------------------------------------------------------------ who signs */

const char *session_roles_text(struct arena *arena, unsigned roles) {
    const char *text = "";
    for (int role = 0; role < USER_ROLES; role++)
        if (roles >> role & 1)
            text = arena_format(arena, "%s%s%s", text, *text ? ", " : "",
                                user_role_name((enum user_role)role));
    return text;
}

static bool may(const struct user_line *line, unsigned roles) {
    return line->user->state == USER_ACTIVE && (line->user->roles & roles) && line->key_count;
}

static bool choose(const struct session *session, unsigned roles,
                   const struct user_line **out_line, struct error *error) {
    const struct user_line *found = NULL;
    const char *names = "";
    int count = 0;
    for (size_t i = 0; i < session->users.count; i++) {
        const struct user_line *line = &session->users.line[i];
        if (!may(line, roles)) continue;
        found = line;
        struct quoted name = quote(*line->name ? line->name : line->user->id.text);
        if (count++ < 8)
            names = arena_format(session->arena, "%s%s%s", names, *names ? ", " : "", name.text);
    }
    const char *wanted = session_roles_text(session->arena, roles);
    if (!found)
        return error_set(error, ERROR_DENIED, "nobody whose private key is here has a role that "
                         "may sign this (%s); cairn user says who there is", wanted);
    if (count > 1)
        return error_set(error, ERROR_USAGE, "several people could sign this; say who with --as: "
                         "%s", names);
    *out_line = found;
    return true;
}

static bool unseal_with(struct session *session, const struct user_line *line,
                        const struct secret *passphrase, struct secret *out_private,
                        struct error *error) {
    struct error failure = {0};
    for (size_t i = 0; i < line->key_count; i++) {
        failure = (struct error){0};
        if (user_key_unseal(session->arena, &line->key[i], passphrase, out_private, &failure))
            return true;
        if (failure.code != ERROR_DENIED) break;
    }
    return error_set(error, failure.code, "%s", failure.text);
}

static bool unseal(struct session *session, const struct user_line *line,
                   struct secret *out_private, struct error *error) {
    struct secret asked = {0};
    struct quoted name = quote(*line->name ? line->name : line->user->id.text);
    for (int i = 0; i < session->passphrases.count; i++) {
        struct error failure = {0};
        if (unseal_with(session, line, &session->passphrases.line[i], out_private, &failure))
            return true;
        if (failure.code != ERROR_DENIED)
            return error_set(error, failure.code, "%s: %s", name.text, failure.text);
    }
    if (session->passphrases.count)
        return error_set(error, ERROR_DENIED, "no line of the passphrase file opens the key of %s",
                         name.text);
    if (!passphrase_ask(name.text, &asked, error)) return false;
    bool done = unseal_with(session, line, &asked, out_private, error) ||
                error_within(error, "%s", name.text);
    secret_close(&asked);
    return done;
}

bool session_signer_find(struct session *session, const char *name, unsigned roles,
                         const struct user_line **out_line, struct error *error) {
    const struct user_line *line = NULL;
    if (!name) return choose(session, roles, out_line, error);
    if (!user_list_find(&session->users, name, &line, error)) return false;
    *out_line = line;
    if (may(line, roles)) return true;
    struct quoted shown = quote(name);
    const char *why = line->user->state != USER_ACTIVE ? "is not active"
                      : line->key_count == 0           ? "has no private key here"
                                                       : "has no role that may sign this";
    return error_set(error, ERROR_DENIED, "%s %s", shown.text, why);
}

/* That the agent is not there, or does not answer, is no failure: there are other ways. */
static bool find_agent(struct session *session, struct session_signer *signer) {
    const struct user_line *line = signer->line;
    struct error ignored = {0};
    if (session->passphrases.count ||
        !agent_find(session->arena, session->investigation.origin, &line->user->id,
                    &signer->agent, &ignored))
        return false;
    const uint8_t *key = signer->agent.public_key.byte;
    for (size_t i = 0; i < line->key_count; i++)
        if (memcmp(line->key[i].public_key.byte, key, SIGN_PUBLIC_SIZE) == 0) return true;
    return false;
}

static bool open_signer(struct session *session, const char *name, unsigned roles, bool by_agent,
                        struct session_signer *out_signer, struct error *error) {
    struct session_signer signer = {0};
    if (!session_signer_find(session, name, roles, &signer.line, error)) return false;
    if (!(by_agent && find_agent(session, &signer)) &&
        !unseal(session, signer.line, &signer.private_key, error))
        return false;
    *out_signer = signer;
    return true;
}

bool session_signer_open(struct session *session, const char *name, unsigned roles,
                         struct session_signer *out_signer, struct error *error) {
    return open_signer(session, name, roles, true, out_signer, error);
}

bool session_signer_unseal(struct session *session, const char *name, unsigned roles,
                           struct session_signer *out_signer, struct error *error) {
    return open_signer(session, name, roles, false, out_signer, error);
}

void session_signer_close(struct session_signer *signer) { secret_close(&signer->private_key); }

struct draft_signer session_draft_signer(const struct session_signer *signer) {
    return (struct draft_signer){signer->line->user->id,
                                 signer->private_key.bytes ? signing_key_of(&signer->private_key)
                                                           : agent_signing_key(&signer->agent)};
}

bool session_appender(struct session *session, struct appender **out_appender,
                      struct error *error) {
    if (session->reading) {
        store_rollback(session->investigation.store);
        store_rollback(session->tables.store);
        session->reading = false;
    }
    if (!session->appender &&
        !append_open(session->arena, &session->investigation, &session->random,
                     &session->appender, error))
        return false;
    *out_appender = session->appender;
    return true;
}

bool session_append(struct session *session, const struct append_batch *batch,
                    struct receipt *out_receipts, size_t *out_wrong, struct error *error) {
    struct appender *appender;
    return session_appender(session, &appender, error) &&
           append_batch(appender, batch, out_receipts, out_wrong, error);
}
