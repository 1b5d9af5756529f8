/* A record or an entry as people name it on the command line. */
#ifndef CAIRN_CLI_NAMED_H
#define CAIRN_CLI_NAMED_H

#include "cli/session.h"

struct named {
    struct identifier rec;
    int64_t index; /* the entry; -1: the newest ones */
};

/* The table of a kind, by the word for one of it or for its table; NULL: there is none. */
const struct table *named_kind(const struct tables *tables, const char *word);

/* What the word names: what people call a record, alone or after the kind and a colon (label_find_all),
 * the identifier of a record or user, or the index of an entry ("12", "#12"). The tables were read.
 * ERROR_CONFLICT: several are called so. */
MUST_CHECK bool named_find(struct arena *arena, const struct session *session, const char *word,
                           bool *out_found, struct named *out_named, struct error *error);

#endif
