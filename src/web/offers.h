/* What one person has signed and another is to sign (case/offer.h), as it waits in local.db: sealed
 * to the keys of both, so that nobody else can read it, whatever they have of the folder. It may be
 * lost, and then nothing happened. It goes when both have signed, or when who began takes it back. */
#ifndef CAIRN_WEB_OFFERS_H
#define CAIRN_WEB_OFFERS_H

#include "record/authority.h"
#include "web/own.h"

enum { OFFERS_MOST = 200 /* of one who begins, at a time */ };

struct offer_line {
    struct identifier rec; /* of the record that it becomes */
    struct identifier first, second;
    bool refused; /* by the second one */
};

/* Keeps it for both, each of whom can read it with any key that they sign with now. ERROR_CONFLICT:
 * too many of the first one's wait already. */
MUST_CHECK bool offers_put(struct own *own, const struct authority *authority,
                           const struct offer_line *line, const void *bytes, size_t size,
                           struct error *error);

/* Those that the user has begun or is to sign, in the arena. */
MUST_CHECK bool offers_of(struct arena *arena, struct own *own, const struct identifier *user,
                          struct offer_line **out_lines, int *out_count, struct error *error);

/* Between whom one of them is. ERROR_NOT_FOUND: it is there no more; ERROR_DENIED: it is between
 * others. */
MUST_CHECK bool offers_find(struct own *own, const char *rec, const struct identifier *user,
                            struct offer_line *out_line, struct error *error);

/* What is in one of them, in the arena. ERROR_NOT_FOUND: it is there no more; ERROR_DENIED: it is
 * between others, or sealed to an earlier key of theirs. */
MUST_CHECK bool offers_read(struct arena *arena, struct own *own, const char *rec,
                            const struct identifier *user, const struct secret *private_key,
                            struct offer_line *out_line, char **out_bytes, size_t *out_size,
                            struct error *error);

/* The second one will not sign: who began sees that. */
MUST_CHECK bool offers_refuse(struct own *own, const struct identifier *rec, struct error *error);

/* Keeps it no more. */
MUST_CHECK bool offers_remove(struct own *own, const struct identifier *rec, struct error *error);

#endif
