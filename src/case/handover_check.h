/* What the record says of what is to be given back to a family, before anybody signs: whose remains
 * it is by the decisions, who has it by its chain of custody, and whether it was given before. Some
 * of it refuses the handover, some asks for an explanation, which stays in the record with it. */
#ifndef CAIRN_CASE_HANDOVER_CHECK_H
#define CAIRN_CASE_HANDOVER_CHECK_H

#include "case/custody.h"
#include "case/decisions.h"
#include "record/identifier.h"

/* Whose the remains are, as to the person of the handover. */
enum handover_identity {
    HANDOVER_NOT_ASKED, /* it is no remains, nor a bone of some: belongings need no identification */
    HANDOVER_CONFIRMED,
    HANDOVER_PROPOSED, /* and not decided on yet */
    HANDOVER_REFUSED,
    HANDOVER_REVOKED,
    HANDOVER_NEVER,  /* nobody has proposed it */
    HANDOVER_ANOTHER /* confirmed as somebody else */
};

/* One thing that is to be handed over. */
struct handover_item {
    const char *rec, *label; /* label: the identifier where it may not be read */
    enum handover_identity identity;
    const struct decision *decision;   /* that says so, the newest; NULL: none does */
    const char *given;                 /* number of a handover that gave it, and it did not come
                                          back; or NULL */
    const struct custody_thing *thing; /* its chain, of a bone without one that of its remains;
                                          NULL: none */
    bool held;                         /* by one of those who sign, or their event gave it back */
};

struct handover_said {
    bool missing; /* somebody looks for the person */
    int count;
    struct handover_item *item; /* remains and bones, then belongings */
};

struct handover_basis {
    const struct investigation *investigation; /* its vault and the tables are in STORE_READ
                                                  transactions */
    const struct tables *tables;
    const struct custody *custody; /* read from them */
    unsigned roles;                /* of who reads labels */
};

/* Reads it for a handover with these fields (VALUE_OF_ENTRY), all references of which are there, that
 * these two sign. In the arena, and points into the custody. */
MUST_CHECK bool handover_read(struct arena *arena, const struct handover_basis *basis,
                              const json_t *fields, const struct identifier *first,
                              const struct identifier *second, struct handover_said *out_said,
                              struct error *error);

/* Does it need an explanation: remains that no confirmed decision says to be the person, or something
 * that nobody who signs is known to have? */
bool handover_asks(const struct handover_said *said);

/* May it be signed?
 * - ERROR_CONFLICT: the person is nobody missing; remains are confirmed as somebody else; something
 *   was destroyed, or handed over before and did not come back.
 * - ERROR_BAD_INPUT: it needs an explanation, and has none in words. */
MUST_CHECK bool handover_check(const struct handover_said *said, const json_t *fields,
                               struct error *error);

#endif
