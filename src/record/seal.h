/* From a draft to a signed entry, its disclosures and its stored files. */
#ifndef CAIRN_RECORD_SEAL_H
#define CAIRN_RECORD_SEAL_H

#include "record/draft.h"
#include "record/investigation.h"

/* A draft on its way into the log. All in the arena of who seals. */
struct sealed {
    const struct draft *draft;
    struct entry entry;
    char *blob; /* its disclosures (record/vault.h) */
    size_t blob_size;
    const char **file; /* names in the folder of files, one for each attachment; NULL: not stored */
    char *bytes;       /* once it is signed: the entry as it goes into the log, and its leaf hash */
    size_t size;
    struct digest leaf;
};

/* Checks a draft, stores its files and makes everything of its entry but prev, rev and the
 * signatures. On failure its files are gone again. */
MUST_CHECK bool seal_draft(struct arena *arena, struct digester *digester, struct random *random,
                           const struct investigation *investigation, const struct draft *draft,
                           struct sealed *out_sealed, struct error *error);

/* Signs it as a revision that follows `prev` (none: it begins a record). The signatures are
 * verified, so that a fault of the machine never gets into the log. */
MUST_CHECK bool seal_sign(struct arena *arena, struct digester *digester, const char *origin,
                          struct sealed *sealed, struct digest *prev, size_t prev_count,
                          int64_t rev, struct error *error);

/* Removes its files, as far as that goes: it was not appended. */
void seal_drop(struct arena *arena, const struct investigation *investigation,
               const struct sealed *sealed);

#endif
