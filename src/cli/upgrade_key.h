/* The key for checkpoints, for a record that was begun by a program that made none. */
#ifndef CAIRN_CLI_UPGRADE_KEY_H
#define CAIRN_CLI_UPGRADE_KEY_H

#include "cli/session.h"

/* Does the record give no key for its checkpoints? */
MUST_CHECK bool upgrade_key_is_missing(struct session *session, bool *out_missing,
                                       struct error *error);

/* Makes one, with the tables for it, and a revision of the investigation that gives it. What is made
 * but not appended is taken the next time. The draft's fields are the caller's to give back. */
MUST_CHECK bool upgrade_key_draft(struct session *session, const struct draft_signer *signers,
                                  size_t signer_count, struct draft *out_draft,
                                  struct error *error);

#endif
