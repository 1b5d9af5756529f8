/* Who signs what a command appends. */
#ifndef CAIRN_CLI_SIGNER_H
#define CAIRN_CLI_SIGNER_H

#include "case/import_known.h"
#include "record/authority.h"
#include "record/draft.h"
#include "record/investigation.h"

struct signer {
    const struct authority_user *user;
    const char *name;
    struct secret private_key;
    struct draft_signer draft; /* points into this struct: it must not be moved */
};

/* Finds the user: by name or identifier or, when none is given (NULL), the only one with a key here
 * who is no administrator. ERROR_NOT_FOUND, with the names that there are. In a STORE_READ
 * transaction of the investigation. */
MUST_CHECK bool signer_find(struct arena *arena, const struct investigation *investigation,
                            const struct authority *authority, const struct import_known *known,
                            const char *name, struct signer *out_signer, struct error *error);

/* Opens the user's private key, with the passphrase in a file or (NULL) asked for at the terminal:
 * ERROR_DENIED when it is another one, or the user may not sign any more. */
MUST_CHECK bool signer_unseal(struct arena *arena, const struct investigation *investigation,
                              const char *passphrase_file, struct signer *signer,
                              struct error *error);

/* Takes one of zeroes. */
void signer_close(struct signer *signer);

#endif
