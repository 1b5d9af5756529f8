/* What cairn pull says. */
#ifndef CAIRN_CLI_PULL_TEXT_H
#define CAIRN_CLI_PULL_TEXT_H

#include "cli/session.h"
#include "record/pull_found.h"

/* What came of a pull from the folder `from`; NULL: of what was accepted. */
void pull_text(const struct session *session, const char *from, const struct pull_result *result,
               const struct pull_found *found, struct buffer *out);

/* What waits. */
void pull_waiting_text(const struct session *session, const struct pull_result *waiting,
                       struct buffer *out);

/* Either for programs. */
void pull_json(const struct pull_result *result, const struct pull_found *found,
               struct buffer *out);

#endif
