/* What entries of the kinds user, key and schema say about who may sign. All of it is public, so
 * that it can be followed by whoever has nothing but the log. */
#include <string.h>

#include "base/encode.h"
#include "record/authority_parts.h"
#include "schema/schema_parse.h"

static bool refuse(struct error *error, const char *what) {
    return error_set(error, ERROR_DENIED, "%s", what);
}

bool authority_find(const struct entry *entry, const char *name, struct canonical_part *out_part,
                    struct error *error) {
    struct canonical_walk walk = canonical_walk(entry->pub, entry->pub_size);
    struct canonical_part part;
    while (canonical_next(&walk, &part))
        if (canonical_named(&part, name)) {
            *out_part = part;
            return true;
        }
    return error_set(error, ERROR_DENIED, "a %s without %s", entry->kind, name);
}

static bool read_key(const struct entry *entry, struct public_key *out_key, struct error *error) {
    struct canonical_part part;
    if (!authority_find(entry, "public_key", &part, error)) return false;
    if (part.bytes[0] != '"') return refuse(error, "public_key is no text");
    return encode_bytes(ENCODING_BASE64, part.bytes + 1, part.size - 2, out_key->byte,
                        SIGN_PUBLIC_SIZE, error) ||
           error_within(error, "public_key");
}

static bool read_roles(struct arena *arena, const struct entry *entry, unsigned *out_roles,
                       struct error *error) {
    struct canonical_part part;
    if (!authority_find(entry, "roles", &part, error)) return false;
    if (part.bytes[0] != '[') return refuse(error, "roles is no list");
    struct canonical_walk walk = canonical_walk(part.bytes, part.size);
    unsigned roles = 0;
    while (canonical_next(&walk, &part)) {
        enum user_role role;
        if (part.bytes[0] != '"' ||
            !user_role_find(canonical_text(arena, part.bytes, part.size), &role))
            return refuse(error, "roles names something that is no role");
        roles |= 1U << role;
    }
    *out_roles = roles;
    return true;
}

/* ------------------------------------------------------------------ users */

void authority_put(struct authority *authority, const struct authority_user *user) {
    size_t count = authority->user_count, at = 0;
    while (at < count && strcmp(authority->user[at]->id.text, user->id.text) < 0) at++;
    bool known = at < count && identifier_equal(&authority->user[at]->id, &user->id);
    const struct authority_user **users =
        arena_new(authority->arena, const struct authority_user *, count + !known);
    for (size_t i = 0; i < at; i++) users[i] = authority->user[i];
    users[at] = user;
    for (size_t i = at + known; i < count; i++) users[i + !known] = authority->user[i];
    authority->user = users;
    authority->user_count = count + !known;
}

/* Whose key it is or was; *out_at is its place. */
static const struct authority_user *owner_of(const struct authority *authority,
                                             const struct public_key *key, size_t *out_at) {
    for (size_t i = 0; i < authority->user_count; i++)
        for (size_t k = 0; k < authority->user[i]->key_count; k++)
            if (memcmp(authority->user[i]->key[k].key.byte, key->byte, SIGN_PUBLIC_SIZE) == 0) {
                *out_at = k;
                return authority->user[i];
            }
    return NULL;
}

static bool ends_administrator(const struct authority_user *before,
                               const struct authority_user *after) {
    return authority_is_active(before) && authority_has_role(before, USER_ADMINISTRATOR) &&
           !(authority_is_active(after) && authority_has_role(after, USER_ADMINISTRATOR));
}

static bool read_state(const struct entry *entry, enum user_state *out_state,
                       struct error *error) {
    static const char *const STATES[] = {"active", "suspended", "revoked"};
    struct canonical_part part;
    if (!authority_find(entry, "state", &part, error)) return false;
    for (int i = 0; i < 3; i++)
        if (canonical_is_text(&part, STATES[i])) {
            *out_state = (enum user_state)i;
            return true;
        }
    return refuse(error, "state is none that a user can have");
}

bool authority_read_user(const struct authority *authority, const struct entry *entry,
                         struct authority_change *out_change, struct error *error) {
    struct authority_user user = {.made = authority->size};
    struct public_key key;
    size_t at;
    user.id = entry->rec;
    user.id.text[0] = IDENTIFIER_USER;
    const struct authority_user *before = authority_user(authority, &user.id);
    if (before) user = *before;
    user.changed = authority->size;
    if (!read_key(entry, &key, error) ||
        !read_roles(authority->arena, entry, &user.roles, error) ||
        !read_state(entry, &user.state, error))
        return false;
    if (before && memcmp(before->key[0].key.byte, key.byte, SIGN_PUBLIC_SIZE) != 0)
        return refuse(error, "the key of a user is changed by an entry of the kind key");
    if (!before && owner_of(authority, &key, &at))
        return refuse(error, "the public key is somebody else's, or was");
    if (before && before->state == USER_REVOKED && user.state != USER_REVOKED)
        return refuse(error, "somebody who was revoked stays so; make a new user");
    user.ever |= user.roles;
    if (!before) {
        user.key_count = 1;
        user.key[0] = (struct authority_key){
            .key = key, .active = true, .changed = authority->size};
    }
    struct authority_user *after = arena_new(authority->arena, struct authority_user, 1);
    *after = user;
    bool wider = !before || (user.roles & ~before->roles) ||
                 (before->state != USER_ACTIVE && user.state == USER_ACTIVE);
    *out_change = (struct authority_change){
        .user = after, .both = wider || ends_administrator(before, after)};
    return true;
}

/* ------------------------------------------------------------------ further keys */

static bool read_owner(const struct authority *authority, const struct entry *entry,
                       const struct authority_user **out_owner, struct error *error) {
    struct canonical_part part;
    struct error ignored = {0};
    struct identifier id;
    if (!authority_find(entry, "owner", &part, error)) return false;
    if (part.bytes[0] != '"' ||
        !identifier_read(part.bytes + 1, part.size - 2, IDENTIFIER_USER, &id, &ignored))
        return refuse(error, "owner is no identifier of a user");
    const struct authority_user *owner = authority_user(authority, &id);
    if (!owner) return error_set(error, ERROR_DENIED, "the owner %s is no user", id.text);
    *out_owner = owner;
    return true;
}

static bool read_active(const struct entry *entry, bool *out_active, struct error *error) {
    struct canonical_part part;
    if (!authority_find(entry, "state", &part, error)) return false;
    bool active = canonical_is_text(&part, "active");
    if (!active && !canonical_is_text(&part, "revoked") && !canonical_is_text(&part, "lost"))
        return refuse(error, "state is none that a key can have");
    *out_active = active;
    return true;
}

/* Is the record about another key already? */
static bool is_taken(const struct authority *authority, const struct identifier *rec,
                     const struct public_key *key) {
    for (size_t i = 0; i < authority->user_count; i++)
        for (size_t k = 0; k < authority->user[i]->key_count; k++) {
            const struct authority_key *one = &authority->user[i]->key[k];
            if (one->rec.text[0] && identifier_equal(&one->rec, rec) &&
                memcmp(one->key.byte, key->byte, SIGN_PUBLIC_SIZE) != 0)
                return true;
        }
    return false;
}

bool authority_read_key(const struct authority *authority, const struct entry *entry,
                        struct authority_change *out_change, struct error *error) {
    const struct authority_user *before, *holder;
    struct public_key key;
    bool active;
    size_t at = 0;
    if (!read_owner(authority, entry, &before, error) || !read_key(entry, &key, error) ||
        !read_active(entry, &active, error))
        return false;
    if ((holder = owner_of(authority, &key, &at)) && holder != before)
        return refuse(error, "the public key is somebody else's, or was");
    if (!holder) at = before->key_count;
    if (is_taken(authority, &entry->rec, &key))
        return refuse(error, "the record is about another key already");
    if (holder && before->key[at].rec.text[0] &&
        !identifier_equal(&before->key[at].rec, &entry->rec))
        return refuse(error, "another record is about that key already");
    if (holder && active && !before->key[at].active)
        return refuse(error, "a key that was ended stays so; make a new one");
    if (!holder && !active) return refuse(error, "a key is ended that nobody has");
    if (active && before->state == USER_REVOKED)
        return refuse(error, "its owner was revoked; make a new user");
    if (at == AUTHORITY_KEYS_MOST)
        return error_set(error, ERROR_TOO_LARGE, "somebody has at most %d keys",
                         AUTHORITY_KEYS_MOST);
    struct authority_user *after = arena_new(authority->arena, struct authority_user, 1);
    *after = *before;
    after->changed = authority->size;
    after->key[at] = (struct authority_key){
        .key = key, .active = active, .rec = entry->rec, .changed = authority->size};
    after->key_count += !holder;
    *out_change = (struct authority_change){
        .user = after, .both = !holder || ends_administrator(before, after)};
    return true;
}

/* ------------------------------------------------------------------ declarations */

bool authority_read_schema(const struct authority *authority, struct digester *digester,
                           const struct entry *entry, struct authority_change *out_change,
                           struct error *error) {
    struct canonical_part part;
    if (!authority_find(entry, "text", &part, error)) return false;
    if (part.bytes[0] != '"') return refuse(error, "the text of a declaration is no text");
    const char *text = canonical_text(authority->arena, part.bytes, part.size);
    struct authority_schema *given = arena_new(authority->arena, struct authority_schema, 1);
    if (!schema_parse(authority->arena, "the declaration", text, strlen(text), &given->schema,
                      error))
        return false;
    given->hash = digest_of(digester, text, strlen(text));
    given->index = authority->size;
    given->before = authority->schemas;
    if (!authority->schemas && strcmp(given->schema->kind, "schema") != 0)
        return refuse(error, "the first declaration must be that of declarations");
    if (authority_schema(authority, &given->hash))
        return refuse(error, "the log has this declaration already");
    *out_change = (struct authority_change){.schema = given, .both = true};
    return true;
}
