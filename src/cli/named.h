/* A record or an entry as people name it on the command line. */
#ifndef CAIRN_CLI_NAMED_H
#define CAIRN_CLI_NAMED_H

#include "cli/session.h"

struct named {
    struct identifier rec;
    int64_t index; /* the entry; -1: the newest ones */
};

/* What the word names: a code (also in small letters, or with its check character), the identifier
 * of a record or user, or the index of an entry ("12", "#12"). The tables were read. */
MUST_CHECK bool named_find(struct arena *arena, const struct session *session, const char *word,
                           bool *out_found, struct named *out_named, struct error *error);

#endif
