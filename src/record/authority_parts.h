/* What the files of authority share. */
#ifndef CAIRN_RECORD_AUTHORITY_PARTS_H
#define CAIRN_RECORD_AUTHORITY_PARTS_H

#include "record/authority.h"
#include "record/canonical.h"

/* What an entry changes. */
struct authority_change {
    const struct authority_user *user; /* as the user is after it; NULL: no user changes */
    const struct authority_schema *schema; /* what it declares; NULL: nothing */
    const struct digest *accepted;         /* what is accepted after it; NULL: what was before it */
    size_t accepted_count;
    bool both; /* takes two administrators, while there are so many */
};

/* The public field of that name; without one the entry is refused. */
MUST_CHECK bool authority_find(const struct entry *entry, const char *name,
                               struct canonical_part *out_part, struct error *error);

/* Read an entry of the kind user, key, schema or accept: what it changes, if it fits what there is. */
MUST_CHECK bool authority_read_user(const struct authority *authority, const struct entry *entry,
                                    struct authority_change *out_change, struct error *error);
MUST_CHECK bool authority_read_key(const struct authority *authority, const struct entry *entry,
                                   struct authority_change *out_change, struct error *error);
MUST_CHECK bool authority_read_schema(const struct authority *authority,
                                      struct digester *digester, const struct entry *entry,
                                      struct authority_change *out_change, struct error *error);

MUST_CHECK bool authority_read_accept(const struct authority *authority, const struct entry *entry,
                                      struct authority_change *out_change, struct error *error);

/* Is it the leaf hash of an entry that was accepted? */
bool authority_is_accepted(const struct authority *authority, const struct digest *leaf);

/* The user with every role and key that they ever had, active: as those are seen who signed an entry
 * that was accepted. */
const struct authority_user *authority_at_most(const struct authority *authority,
                                               const struct authority_user *user);

/* Puts a user in the place of an earlier state, or among the others. */
void authority_put(struct authority *authority, const struct authority_user *user);

/* Can this user sign? */
bool authority_is_active(const struct authority_user *user);
bool authority_has_role(const struct authority_user *user, enum user_role role);

#endif
