#include "record/authority.h"

#include <string.h>

#include "record/authority_parts.h"

struct authority authority_none(struct arena *arena) { return (struct authority){.arena = arena}; }

const struct authority_user *authority_user(const struct authority *authority,
                                            const struct identifier *id) {
    size_t low = 0, high = authority->user_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(authority->user[middle]->id.text, id->text);
        if (order == 0) return authority->user[middle];
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return NULL;
}

const struct authority_schema *authority_schema(const struct authority *authority,
                                                const struct digest *hash) {
    const struct authority_schema *at = authority->schemas;
    while (at && !digest_equal(&at->hash, hash)) at = at->before;
    return at;
}

const struct authority_schema *authority_schema_of(const struct authority *authority,
                                                   const char *kind) {
    const struct authority_schema *at = authority->schemas;
    while (at && strcmp(at->schema->kind, kind) != 0) at = at->before;
    return at;
}

bool authority_is_active(const struct authority_user *user) {
    bool key = false;
    for (size_t i = 0; i < user->key_count; i++) key = key || user->key[i].active;
    return user->state == USER_ACTIVE && key;
}

bool authority_has_role(const struct authority_user *user, enum user_role role) {
    return user->roles >> role & 1;
}

/* ------------------------------------------------------------------ who signs what */

static bool refuse(struct error *error, const char *what) {
    return error_set(error, ERROR_DENIED, "%s", what);
}

/* Everybody who signed must be somebody, and able to. */
static bool find_signers(const struct authority *authority, const struct entry *entry,
                         bool accepted, const struct authority_user **out_signers, struct error *error) {
    for (size_t i = 0; i < entry->sig_count; i++) {
        const struct identifier *id = &entry->sigs[i].user;
        const struct authority_user *user = authority_user(authority, id);
        if (!user) return error_set(error, ERROR_DENIED, "%s, who signed, is no user", id->text);
        if (accepted) user = authority_at_most(authority, user);
        if (user->state != USER_ACTIVE)
            return error_set(error, ERROR_DENIED, "%s, who signed, is %s", id->text,
                             user->state == USER_REVOKED ? "revoked" : "suspended");
        if (!authority_is_active(user))
            return error_set(error, ERROR_DENIED, "%s, who signed, has no key that is taken",
                             id->text);
        out_signers[i] = user;
    }
    return true;
}

/* Can the roles, from `role` on, be shared out among the signers that are not yet `used`? */
static bool share_roles(unsigned roles, int role, const struct authority_user *const *signers,
                        size_t count, unsigned used) {
    while (role < USER_ROLES && !(roles >> role & 1)) role++;
    if (role == USER_ROLES) return true;
    for (size_t i = 0; i < count; i++)
        if (!(used >> i & 1) && authority_has_role(signers[i], role) &&
            share_roles(roles, role + 1, signers, count, used | 1U << i))
            return true;
    return false;
}

/* Whoever gives, whoever receives, and whoever writes it down. Who they are is sealed. */
enum { HANDS_MOST = 3 };

static bool check_hands(const struct schema *schema, const struct entry *entry,
                        const struct authority_user *const *signers, struct error *error) {
    if (entry->sig_count > HANDS_MOST)
        return refuse(error, "more people signed than can have hands in it");
    for (size_t i = 0; schema->signers != USER_ROLES_ALL && i < entry->sig_count; i++)
        if (!schema_may_sign(schema, signers[i]->roles))
            return error_set(error, ERROR_DENIED, "%s has no role that may have a hand in a %s",
                             signers[i]->id.text, schema->kind);
    return true;
}

static bool check_fitting(const struct schema *schema, const struct entry *entry,
                          const struct authority_user *const *signers, struct error *error) {
    size_t count = entry->sig_count;
    switch (schema->signing) {
    case SIGNED_BY_HANDS: return check_hands(schema, entry, signers, error);
    case SIGNED_BY_EACH:
        if (count == (size_t)__builtin_popcount(schema->signers) &&
            share_roles(schema->signers, 0, signers, count, 0))
            return true;
        return error_set(error, ERROR_DENIED, "a %s is signed once for each of its roles, by "
                         "different people who hold them", schema->kind);
    case SIGNED_BY_ONE: break;
    }
    if (count != 1)
        return error_set(error, ERROR_DENIED, "a %s is signed by one person", schema->kind);
    return schema_may_sign(schema, signers[0]->roles) ||
           error_set(error, ERROR_DENIED, "%s has no role that may sign a %s",
                     signers[0]->id.text, schema->kind);
}

static bool is_kind(const struct entry *entry, const char *kind) {
    return strcmp(entry->kind, kind) == 0;
}

static size_t count_administrators(const struct authority *authority) {
    size_t count = 0;
    for (size_t i = 0; i < authority->user_count; i++)
        count += authority_is_active(authority->user[i]) &&
                 authority_has_role(authority->user[i], USER_ADMINISTRATOR);
    return count;
}

/* Whatever a declaration says: it could be changed by one administrator alone. */
static bool check_administrators(const struct authority *authority, const struct entry *entry,
                                 const struct authority_user *const *signers, bool both,
                                 struct error *error) {
    for (size_t i = 0; i < entry->sig_count; i++)
        if (!authority_has_role(signers[i], USER_ADMINISTRATOR))
            return error_set(error, ERROR_DENIED, "%s, who signed, is no administrator",
                             signers[i]->id.text);
    size_t administrators = count_administrators(authority);
    if (both && administrators >= 2 && entry->sig_count < 2)
        return refuse(error, "while there are two administrators, two of them must sign this");
    if (entry->sig_count > 2) return refuse(error, "more administrators signed than two");
    return true;
}

/* ------------------------------------------------------------------ the first entry */

/* Nobody is there who could have made this user. */
static bool admit_first(struct authority *authority, const struct entry *entry,
                        const struct authority_user **out_signers, struct error *error) {
    struct authority_change change;
    if (!is_kind(entry, "user") || entry->rev != 1)
        return refuse(error, "the first entry must make the first user");
    if (!authority_read_user(authority, entry, &change, error)) return false;
    const struct authority_user *user = change.user;
    if (!identifier_equal(&user->id, &entry->by) || entry->sig_count != 1)
        return refuse(error, "the first user must be signed by itself alone");
    if (!authority_has_role(user, USER_ADMINISTRATOR) || user->state != USER_ACTIVE)
        return refuse(error, "the first user must be an active administrator");
    out_signers[0] = user;
    authority_put(authority, user);
    authority->first_schema = entry->schema;
    return true;
}

/* ------------------------------------------------------------------ all others */

/* The declaration that the entry is under. That of declarations comes first, and is under itself;
 * that of entry 0 must have come before anything else does. */
static bool find_schema(const struct authority *authority, const struct entry *entry,
                        const struct authority_schema *given, const struct schema **out_schema,
                        struct error *error) {
    const struct authority_schema *found = authority_schema(authority, &entry->schema);
    if (!found && !authority->schemas && given && digest_equal(&given->hash, &entry->schema))
        found = given;
    if (!found)
        return refuse(error, "the log has no declaration of the hash that its schema gives");
    if (strcmp(found->schema->kind, entry->kind) != 0)
        return error_set(error, ERROR_DENIED, "it is a %s under the declaration of a %s",
                         entry->kind, found->schema->kind);
    const struct authority_schema *first = authority_schema(authority, &authority->first_schema);
    if (!given && (!first || strcmp(first->schema->kind, "user") != 0))
        return refuse(error, "the declaration that the first entry is under has not come yet");
    *out_schema = found->schema;
    return true;
}

static bool check_signers(const struct authority *authority, const struct schema *schema,
                          const struct entry *entry, const struct authority_change *change,
                          const struct authority_user *const *signers, struct error *error) {
    if (change->user || change->schema)
        return check_administrators(authority, entry, signers, change->both, error);
    if (is_kind(entry, "investigation") || change->accepted)
        return check_administrators(authority, entry, signers, false, error);
    if (!check_fitting(schema, entry, signers, error)) return false;
    if (!is_kind(entry, "proposal") && !is_kind(entry, "confirmation")) return true;
    for (size_t i = 0; i < entry->sig_count; i++)
        if (authority_has_role(signers[i], USER_ADMINISTRATOR))
            return error_set(error, ERROR_DENIED, "%s is an administrator, who neither proposes "
                             "nor confirms an identification", signers[i]->id.text);
    return true;
}

/* Who may sign is no device's to say: whoever may not any more does not change it afterwards. */
static bool is_of_administrators(const struct entry *entry, const struct authority_change *change) {
    return change->user || change->schema || change->accepted || is_kind(entry, "investigation");
}

static bool admit_next(struct authority *authority, struct digester *digester,
                       const struct digest *leaf, const struct entry *entry, const struct authority_user **out_signers,
                       struct error *error) {
    const struct authority_user *signers[ENTRY_SIGNATURES_MOST];
    struct authority_change change = {0};
    const struct schema *schema;
    if (is_kind(entry, "user") ? !authority_read_user(authority, entry, &change, error)
        : is_kind(entry, "key") ? !authority_read_key(authority, entry, &change, error)
        : is_kind(entry, "schema")
            ? !authority_read_schema(authority, digester, entry, &change, error)
        : is_kind(entry, "accept") ? !authority_read_accept(authority, entry, &change, error)
                                   : false)
        return false;
    bool accepted =
        !is_of_administrators(entry, &change) && authority_is_accepted(authority, leaf);
    if (!find_schema(authority, entry, change.schema, &schema, error) ||
        !find_signers(authority, entry, accepted, signers, error) ||
        !check_signers(authority, schema, entry, &change, signers, error))
        return false;
    struct authority after = *authority;
    if (change.user) authority_put(&after, change.user);
    if (change.schema) after.schemas = change.schema;
    if (change.accepted) {
        after.accepted = change.accepted;
        after.accepted_count = change.accepted_count;
    }
    if (count_administrators(&after) == 0)
        return refuse(error, "there would be no administrator left");
    memcpy(out_signers, signers, entry->sig_count * sizeof *signers);
    *authority = after;
    return true;
}

bool authority_admit(struct authority *authority, struct digester *digester,
                     const struct digest *leaf, const struct entry *entry,
                     const struct authority_user **out_signers, struct error *error) {
    if (authority->size == 0 ? !admit_first(authority, entry, out_signers, error)
                             : !admit_next(authority, digester, leaf, entry, out_signers, error))
        return false;
    authority->size++;
    return true;
}

bool authority_would_accept(const struct authority *authority, struct digester *digester,
                            const struct digest *leaf, const struct entry *entry,
                            const struct authority_user **out_signers, struct error *error) {
    struct authority then = *authority;
    then.accepted = leaf;
    then.accepted_count = 1;
    return authority_admit(&then, digester, leaf, entry, out_signers, error);
}

bool authority_verify(struct arena *arena, const struct entry *entry, const char *origin,
                      const struct authority_user *const *signers, struct error *error) {
    for (size_t i = 0; i < entry->sig_count; i++) {
        struct entry alone = *entry;
        alone.sigs = &entry->sigs[i];
        alone.sig_count = 1;
        struct error failure = {0};
        bool holds = false;
        for (size_t k = 0; k < signers[i]->key_count && !holds; k++)
            holds = signers[i]->key[k].active &&
                    entry_verify(arena, &alone, origin, &signers[i]->key[k].key, &failure);
        if (holds) continue;
        error_set(&failure, ERROR_DENIED, "%s has no key that is taken", signers[i]->id.text);
        return error_set(error, failure.code, "%s", failure.text);
    }
    return entry->sig_count > 0 || refuse(error, "nobody signed the entry");
}
