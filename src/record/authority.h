/* Who may sign what: the state that the entries of the kinds user, key, schema and accept make, one
 * after another. It reads entries and nothing else, so that whoever appends, verifies or replays comes to
 * the same answer; and it grows with users and schemas, not with the log.
 *
 * The rules. Entry 0 is the first user, an administrator, signed by itself. Then come the
 * declarations, that of the kind `schema` first; an entry is admitted only under a declaration that
 * the log has. The record r-X of the kind user is the user u-X. A signer must be active and hold a
 * fitting role before the entry's own effect, as the schema's signers say. Users and keys, schemas
 * and the investigation are always an administrator's. While there are two administrators or more,
 * it takes two to make a user, to widen what somebody may do, to add a key, and to end the powers
 * of one of them. There is always an administrator. Who was revoked stays so, and so does a key; a
 * public key is one user's for ever. An administrator neither proposes nor confirms an
 * identification. Nobody signs who is not asked for.
 *
 * An entry whose leaf hash an earlier entry of the kind accept names is judged as if its signers were
 * active still, with every key and role that they ever had; an entry that changes who may sign, what
 * is declared or what is accepted is not.
 *
 * What only the sealed fields tell (whose hands, whose proposal) is in record/sealed_rules.h;
 * whether an entry follows those before it, in record/log.h. */
#ifndef CAIRN_RECORD_AUTHORITY_H
#define CAIRN_RECORD_AUTHORITY_H

#include "record/entry.h"
#include "schema/schema.h"

enum { AUTHORITY_KEYS_MOST = 16 /* of one user, ended ones too */ };

enum user_state { USER_ACTIVE, USER_SUSPENDED, USER_REVOKED };

struct authority_key {
    struct public_key key;
    bool active;
    struct identifier rec; /* the record of the kind key that is about it; of no text: none yet */
    uint64_t changed;      /* index of the entry that last said something of it */
};

/* Never changed once it is made: a later state is another struct. */
struct authority_user {
    struct identifier id;
    unsigned roles; /* bits 1 << enum user_role */
    unsigned ever;  /* those, and all that the user had before */
    enum user_state state;
    uint64_t made;    /* index of the entry that made this user: whoever signed that one did */
    uint64_t changed; /* of the last that changed roles, state or keys */
    size_t key_count;
    struct authority_key key[AUTHORITY_KEYS_MOST];
};

struct authority_schema {
    struct digest hash;
    uint64_t index; /* of the entry that gave it */
    const struct schema *schema;
    const struct authority_schema *before;
};

/* A value: a copy is a state to go back to. What it points to is in the arena and never changes. */
struct authority {
    struct arena *arena;
    uint64_t size; /* entries admitted: the index of the next */
    const struct authority_user *const *user; /* in the order of their identifiers */
    size_t user_count;
    const struct authority_schema *schemas; /* newest first */
    struct digest first_schema;             /* named by entry 0, and entered after it */
    const struct digest *accepted;          /* leaf hashes, sorted */
    size_t accepted_count;
};

/* The state before the first entry. */
struct authority authority_none(struct arena *arena);

/* May the entry, whose leaf hash is `leaf`, stand next in the log? Then its effect is taken, and
 * out_signers[i] is who signed sigs[i], as they were before it or, for one that was accepted, are
 * taken for (room for ENTRY_SIGNATURES_MOST). Otherwise nothing changes, and the error says what
 * stands against it. Signatures are not verified here: they need no order and
 * most of the time. */
MUST_CHECK bool authority_admit(struct authority *authority, struct digester *digester,
                                const struct digest *leaf, const struct entry *entry,
                                const struct authority_user **out_signers, struct error *error);

/* May it stand next once it is accepted? Nothing changes. */
MUST_CHECK bool authority_would_accept(const struct authority *authority,
                                       struct digester *digester, const struct digest *leaf,
                                       const struct entry *entry,
                                       const struct authority_user **out_signers,
                                       struct error *error);

/* Does every signature of the entry hold, each with an active key of its signer? */
MUST_CHECK bool authority_verify(struct arena *arena, const struct entry *entry,
                                 const char *origin, const struct authority_user *const *signers,
                                 struct error *error);

/* The user, or NULL. */
const struct authority_user *authority_user(const struct authority *authority,
                                            const struct identifier *id);

/* The declaration of that hash, or NULL; the newest one of a kind, or NULL. */
const struct authority_schema *authority_schema(const struct authority *authority,
                                                const struct digest *hash);
const struct authority_schema *authority_schema_of(const struct authority *authority,
                                                   const char *kind);

#endif
