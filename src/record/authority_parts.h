/* What the files of authority share. */
#ifndef CAIRN_RECORD_AUTHORITY_PARTS_H
#define CAIRN_RECORD_AUTHORITY_PARTS_H

#include "record/authority.h"

/* What an entry changes. */
struct authority_change {
    const struct authority_user *user; /* as the user is after it; NULL: no user changes */
    const struct authority_schema *schema; /* what it declares; NULL: nothing */
    bool both; /* takes two administrators, while there are so many */
};

/* Read an entry of the kind user, key or schema: what it changes, if it fits what there is. */
MUST_CHECK bool authority_read_user(const struct authority *authority, const struct entry *entry,
                                    struct authority_change *out_change, struct error *error);
MUST_CHECK bool authority_read_key(const struct authority *authority, const struct entry *entry,
                                   struct authority_change *out_change, struct error *error);
MUST_CHECK bool authority_read_schema(const struct authority *authority,
                                      struct digester *digester, const struct entry *entry,
                                      struct authority_change *out_change, struct error *error);

/* Puts a user in the place of an earlier state, or among the others. */
void authority_put(struct authority *authority, const struct authority_user *user);

/* Can this user sign? */
bool authority_is_active(const struct authority_user *user);
bool authority_has_role(const struct authority_user *user, enum user_role role);

#endif
