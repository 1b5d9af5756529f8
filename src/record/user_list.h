/* The users of an investigation as people know them: with their names, which are sealed. */
#ifndef CAIRN_RECORD_USER_LIST_H
#define CAIRN_RECORD_USER_LIST_H

#include <jansson.h>

#include "record/authority.h"
#include "record/user_key.h"

struct user_line {
    const struct authority_user *user;
    const char *name; /* "" when the vault has it no more */
    json_t *fields;   /* of the user's last revision, as far as they can be opened */
    const struct user_key *key; /* the private keys that lie here, of keys that are taken */
    size_t key_count;
};

struct user_list {
    struct user_line *line; /* in the order in which they were made */
    size_t count;
};

/* In a transaction of the store; in the arena, but for the fields. */
MUST_CHECK bool user_list_open(struct arena *arena, struct digester *digester,
                               struct store *store, const struct authority *authority,
                               struct user_list *out_list, struct error *error);

/* Takes a list of zeroes. */
void user_list_close(struct user_list *list);

/* The user of that identifier or name (schema_same_word). ERROR_NOT_FOUND says who there is,
 * ERROR_CONFLICT that it is the name of several. */
MUST_CHECK bool user_list_find(const struct user_list *list, const char *name,
                               const struct user_line **out_line, struct error *error);

#endif
