#include "cli/user_change.h"

#include <string.h>

#include "base/encode.h"
#include "cli/key_cost.h"
#include "record/log.h"
#include "record/vault.h"
#include "schema/quote.h"
#include "schema/value.h"

enum { DRAFTS_MOST = AUTHORITY_KEYS_MOST + 1 };

/* One change on its way: what is appended, and who signs all of it. */
struct change {
    struct session *session;
    const struct user_options *options;
    struct session_signer signer[2];
    struct draft_signer signed_by[2];
    size_t signer_count;
    struct draft draft[DRAFTS_MOST]; /* their fields are given back at the end */
    size_t count;
    struct user_key key[1];
    size_t key_count;
    struct receipt receipt[DRAFTS_MOST];
    struct error *error;
};

static bool open_change(struct change *change) {
    const char *names[] = {change->options->as, change->options->with};
    for (int i = 0; i < 2; i++) {
        if (i == 1 && !names[i]) break;
        if (!session_signer_open(change->session, names[i], 1U << USER_ADMINISTRATOR,
                                 &change->signer[i], change->error))
            return false;
        change->signed_by[i] = session_draft_signer(&change->signer[i]);
        change->signer_count++;
    }
    return true;
}

static void close_change(struct change *change) {
    for (size_t i = 0; i < change->count; i++) json_decref((json_t *)change->draft[i].fields);
    for (int i = 0; i < 2; i++) session_signer_close(&change->signer[i]);
}

/* Takes the fields. */
static void add_draft(struct change *change, const char *kind, const struct identifier *rec,
                      bool revises, json_t *fields) {
    const struct authority_schema *declared =
        authority_schema_of(&change->session->authority, kind);
    change->draft[change->count++] =
        (struct draft){.schema = declared ? declared->schema : schema_find(kind),
                       .rec = *rec,
                       .revises = revises,
                       .fields = fields,
                       .signers = change->signed_by,
                       .signer_count = change->signer_count};
}

static bool append(struct change *change) {
    struct append_batch batch = {.drafts = change->draft,
                                 .count = change->count,
                                 .keys = change->key,
                                 .key_count = change->key_count};
    return session_append(change->session, &batch, change->receipt, NULL, change->error);
}

/* ------------------------------------------------------------------ fields */

static bool put_text(struct change *change, const char *kind, const char *name, const char *text,
                     json_t *fields) {
    const struct schema_field *field = schema_field_find(schema_find(kind), name);
    json_t *value = NULL;
    if (!value_read(change->session->arena, field, text, &value, change->error)) return false;
    json_object_set_new(fields, name, value ? value : json_null());
    return true;
}

/* Why, when that was said; what an earlier revision gave as its reason is not one of this. */
static bool put_reason(struct change *change, const char *kind, json_t *fields) {
    json_object_del(fields, "reason");
    return !change->options->reason ||
           put_text(change, kind, "reason", change->options->reason, fields);
}

static void put_key(json_t *fields, const char *name, const struct public_key *key) {
    char text[ENCODE_BASE64_LENGTH(SIGN_PUBLIC_SIZE) + 1];
    encode_text(ENCODING_BASE64, key->byte, SIGN_PUBLIC_SIZE, text);
    json_object_set_new(fields, name, json_string(text));
}

/* "field,press": words with commas or blanks between them. */
static bool put_roles(struct change *change, const char *text, json_t *fields) {
    unsigned roles = 0;
    if (!text)
        return error_set(change->error, ERROR_USAGE, "say what they may do: --roles field,press");
    for (size_t length; *(text += strspn(text, ", ")); text += length) {
        enum user_role role;
        length = strcspn(text, ", ");
        char *word = arena_copy_part(change->session->arena, text, length);
        if (!user_role_find(word, &role))
            return error_set(change->error, ERROR_USAGE, "\"%s\" is no role; there are %s",
                             quote(word).text,
                             session_roles_text(change->session->arena, (1U << USER_ROLES) - 1));
        roles |= 1U << role;
    }
    if (roles == 0) return error_set(change->error, ERROR_USAGE, "--roles names none");
    json_t *list = json_array();
    for (int role = 0; role < USER_ROLES; role++)
        if (roles >> role & 1)
            json_array_append_new(list, json_string(user_role_name((enum user_role)role)));
    json_object_set_new(fields, "roles", list);
    return true;
}

/* A new pair of keys under a new passphrase, in change->key. */
static bool make_key(struct change *change, const struct identifier *user, const char *name) {
    struct passphrases passphrases;
    struct secret passphrase, private_key;
    struct session *session = change->session;
    if (!passphrase_open(change->options->new_passphrase_file, &passphrases, change->error))
        return false;
    bool done = passphrase_new(&passphrases, 0, name, &passphrase, change->error);
    passphrase_close(&passphrases);
    if (!done) return false;
    done = user_key_make(session->arena, &session->random, user, &passphrase,
                         key_cost(change->options->key_cost), &change->key[0], &private_key,
                         change->error);
    secret_close(&passphrase);
    if (!done) return false;
    secret_close(&private_key); /* it is only needed when its owner signs */
    change->key_count = 1;
    return true;
}

/* ------------------------------------------------------------------ users */

static bool is_new_name(struct change *change, const char *name) {
    const struct user_line *found;
    struct error none = {0};
    if (!user_list_find(&change->session->users, name, &found, &none) &&
        none.code == ERROR_NOT_FOUND)
        return true;
    return error_set(change->error, ERROR_CONFLICT, "somebody here is called \"%s\" already; write "
                     "the name so that both can be told apart", quote(name).text);
}

static bool prepare_user(struct change *change, const char *name) {
    struct identifier user = identifier_make(&change->session->random, IDENTIFIER_USER), rec = user;
    rec.text[0] = IDENTIFIER_RECORD;
    json_t *fields = json_object();
    add_draft(change, "user", &rec, false, fields);
    json_object_set_new(fields, "state", json_string("active"));
    if (!is_new_name(change, name) || !put_text(change, "user", "name", name, fields) ||
        !put_roles(change, change->options->roles, fields) ||
        !put_reason(change, "user", fields) || !make_key(change, &user, name))
        return false;
    put_key(fields, "public_key", &change->key[0].public_key);
    return true;
}

bool user_change_add(struct session *session, const struct user_options *options,
                     const char *name, struct buffer *out, struct error *error) {
    struct change change = {.session = session, .options = options, .error = error};
    bool done = open_change(&change) && prepare_user(&change, name) && append(&change);
    if (done)
        buffer_format(out, "entry %llu: %s is %s\n",
                      (unsigned long long)change.receipt[0].index, quote(name).text,
                      change.key[0].user.text);
    close_change(&change);
    return done;
}

/* A revision of the user with other roles (not NULL) and another state (not NULL). */
static bool change_user(struct session *session, const struct user_options *options,
                        const char *name, const char *roles, const char *new_state,
                        struct buffer *out, struct error *error) {
    struct change change = {.session = session, .options = options, .error = error};
    const struct user_line *line;
    if (!user_list_find(&session->users, name, &line, error)) return false;
    struct identifier rec = line->user->id;
    rec.text[0] = IDENTIFIER_RECORD;
    bool done = open_change(&change);
    if (done) {
        json_t *fields = json_copy(line->fields);
        add_draft(&change, "user", &rec, true, fields);
        if (new_state) json_object_set_new(fields, "state", json_string(new_state));
        done = (!roles || put_roles(&change, roles, fields)) &&
               put_reason(&change, "user", fields) && append(&change);
    }
    if (done)
        buffer_format(out, "entry %llu: %s is changed\n",
                      (unsigned long long)change.receipt[0].index, quote(name).text);
    close_change(&change);
    return done;
}

bool user_change_roles(struct session *session, const struct user_options *options,
                       const char *name, struct buffer *out, struct error *error) {
    return change_user(session, options, name, options->roles ? options->roles : "", NULL, out,
                       error);
}

bool user_change_suspend(struct session *session, const struct user_options *options,
                         const char *name, struct buffer *out, struct error *error) {
    return change_user(session, options, name, NULL, "suspended", out, error);
}

bool user_change_resume(struct session *session, const struct user_options *options,
                        const char *name, struct buffer *out, struct error *error) {
    return change_user(session, options, name, NULL, "active", out, error);
}

bool user_change_revoke(struct session *session, const struct user_options *options,
                        const char *name, struct buffer *out, struct error *error) {
    return change_user(session, options, name, NULL, "revoked", out, error);
}

/* ------------------------------------------------------------------ keys */

/* What is known of a key that has a record; an empty object of one that has none. */
static bool read_key_record(struct session *session, const struct authority_key *key,
                            json_t **out_fields, struct error *error) {
    struct investigation *investigation = &session->investigation;
    struct vault_contents contents = {0};
    struct log_line *lines;
    size_t count;
    if (!key->rec.text[0]) {
        *out_fields = json_object();
        return true;
    }
    if (!store_begin(investigation->store, STORE_READ, error)) return false;
    bool done = log_revisions(session->arena, investigation->store, &key->rec, UINT64_MAX, &lines,
                              &count, error) &&
                vault_load(session->arena, &investigation->digester, investigation->store,
                           &lines[count - 1], &contents, error);
    store_rollback(investigation->store);
    if (done) *out_fields = contents.fields;
    return done;
}

/* The new key first: nobody is without one in between. */
static bool prepare_keys(struct change *change, const struct user_line *line) {
    struct session *session = change->session;
    struct identifier rec = identifier_make(&session->random, IDENTIFIER_RECORD);
    if (!make_key(change, &line->user->id, *line->name ? line->name : line->user->id.text))
        return false;
    json_t *fields = json_pack("{s:s,s:s}", "owner", line->user->id.text, "state", "active");
    put_key(fields, "public_key", &change->key[0].public_key);
    add_draft(change, "key", &rec, false, fields);
    if (!put_reason(change, "key", fields)) return false;
    for (size_t i = 0; i < line->user->key_count; i++) {
        const struct authority_key *key = &line->user->key[i];
        bool known = key->rec.text[0];
        json_t *old;
        if (!key->active) continue;
        if (!read_key_record(session, key, &old, change->error)) return false;
        rec = known ? key->rec : identifier_make(&session->random, IDENTIFIER_RECORD);
        add_draft(change, "key", &rec, known, old);
        json_object_set_new(old, "owner", json_string(line->user->id.text));
        json_object_set_new(old, "state", json_string("lost"));
        put_key(old, "public_key", &key->key);
        put_key(fields, "replaces", &key->key);
        if (!put_reason(change, "key", old)) return false;
    }
    return true;
}

bool user_change_key(struct session *session, const struct user_options *options,
                     const char *name, struct buffer *out, struct error *error) {
    struct change change = {.session = session, .options = options, .error = error};
    const struct user_line *line;
    if (!user_list_find(&session->users, name, &line, error)) return false;
    bool done = open_change(&change) && prepare_keys(&change, line) && append(&change);
    if (done)
        buffer_format(out, "entry %llu: %s has a new key; %zu earlier taken no more\n",
                      (unsigned long long)change.receipt[0].index, quote(name).text,
                      change.count - 1);
    close_change(&change);
    return done;
}

bool user_change_passphrase(struct session *session, const struct user_options *options,
                            const char *name, struct buffer *out, struct error *error) {
    struct change change = {.session = session, .options = options, .error = error};
    struct session_signer *owner = &change.signer[0];
    struct passphrases passphrases;
    struct secret passphrase;
    if (!session_signer_unseal(session, name, ~0U, owner, error)) return false;
    bool done = passphrase_open(options->new_passphrase_file, &passphrases, error);
    if (done) {
        done = passphrase_new(&passphrases, 0, name, &passphrase, error);
        passphrase_close(&passphrases);
    }
    if (done) {
        done = user_key_seal(session->arena, &session->random, &owner->line->user->id,
                             &owner->private_key, &passphrase, key_cost(options->key_cost),
                             &change.key[0], error);
        secret_close(&passphrase);
    }
    change.key_count = 1;
    done = done && append(&change);
    if (done) buffer_format(out, "%s has a new passphrase\n", quote(name).text);
    close_change(&change);
    return done;
}
