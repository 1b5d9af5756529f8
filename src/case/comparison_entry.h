/* A run on an investigation as the entry that it leaves. */
#ifndef CAIRN_CASE_COMPARISON_ENTRY_H
#define CAIRN_CASE_COMPARISON_ENTRY_H

#include "case/run.h"
#include "record/draft.h"

struct comparison_entry {
    struct draft draft; /* points into this: not to be moved */
    struct draft_file file;
    struct draft_signer signer;
    json_t *fields;
};

/* Makes it of a run that was read from the record. The result waits for the vault where it is gone
 * with the power. To be closed once it was appended, also after a failure. */
MUST_CHECK bool comparison_entry_make(struct arena *arena,
                                      const struct investigation *investigation,
                                      const struct run *run, struct random *random,
                                      const struct draft_signer *signer,
                                      struct comparison_entry *out_entry, struct error *error);
void comparison_entry_close(struct comparison_entry *entry);

#endif
