/* A new investigation. */
#ifndef CAIRN_RECORD_INVESTIGATION_CREATE_H
#define CAIRN_RECORD_INVESTIGATION_CREATE_H

#include <jansson.h>

#include "base/digest.h"
#include "record/user_key.h"

struct first_user {
    const json_t *fields; /* of the kind user: name and what else is known; the program fills in
                             public_key, roles and state */
    const struct secret *passphrase;
};

struct investigation_plan {
    const char *path;   /* the folder; nothing of that name may be there */
    const char *origin; /* entry_check_origin */
    const json_t *fields; /* of the kind investigation, without origin */
    struct first_user administrator, worker; /* the worker has the roles field, laboratory,
                                                examiner and liaison */
    struct secret_cost cost;
};

/* What must be kept outside: whoever knows it can tell this record from any other. */
struct investigation_root {
    struct identifier administrator, worker;
    struct digest fingerprint; /* SHA-256 of the administrator's public key */
};

/* Makes the folder with entry 0 (the administrator, signed by itself), the declaration of every
 * kind, the worker, and the investigation itself: all of it, or nothing is left. It is made beside
 * the folder, in NAME.unfinished, and then renamed. */
MUST_CHECK bool investigation_create(struct arena *arena, struct random *random,
                                     const struct investigation_plan *plan,
                                     struct investigation_root *out_root, struct error *error);

#endif
