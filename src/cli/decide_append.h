/* Decisions that become entries. */
#ifndef CAIRN_CLI_DECIDE_APPEND_H
#define CAIRN_CLI_DECIDE_APPEND_H

#include "case/decision_request.h"
#include "case/decisions.h"
#include "cli/session.h"

struct decide_options {
    const char *comparison, *from, *as, *passphrase_file;
    bool json, dry_run;
};

/* Makes and signs the entries of all requests, and appends them in one transaction: all or none. The
 * session was opened for appending (or reading, for a dry run) and its tables were read. What became
 * of each goes to `out` as text or JSON. */
MUST_CHECK bool decide_append(struct session *session, const struct decide_options *options,
                              enum decision_verb verb, struct decision_request *requests,
                              int count, struct buffer *out, struct error *error);

#endif
