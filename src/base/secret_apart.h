/* Passphrases checked in a process of their own (base/child.h), at most two at once: what they cost
 * in memory never adds up in the program, and is given back at once. */
#ifndef CAIRN_BASE_SECRET_APART_H
#define CAIRN_BASE_SECRET_APART_H

#include "base/child.h"
#include "base/secret.h"

/* For children_start. */
extern const struct child_work secret_work;

/* As secret_unseal. A cost of more than 256 MiB (SECRET_COST_KIBIBYTES) is refused. */
MUST_CHECK bool secret_unseal_apart(struct children *children, const char *text,
                                    const struct secret *passphrase, struct secret *out_secret,
                                    struct error *error);

#endif
