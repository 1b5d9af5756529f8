/* Decisions for people and for programs. */
#ifndef CAIRN_CASE_DECISIONS_TEXT_H
#define CAIRN_CASE_DECISIONS_TEXT_H

#include "base/buffer.h"
#include "case/decisions.h"
#include "record/user_list.h"

/* Adds how many there are of each state, and a line for each. */
void decisions_text(struct arena *arena, const struct decisions *decisions,
                    const struct user_list *users, struct buffer *out);

/* Adds {"threshold", "confirmations_needed", "decisions": [{"remains": [], "person", "state",
 * "posterior", "log10_lr", "threshold", "missing_total", "comparison", "forked", "steps": [{"kind",
 * "entry", "leaf", "by", "name", "day", "reasons"}]}], "stray": []}. */
void decisions_json(const struct decisions *decisions, const struct user_list *users,
                    struct buffer *out);

/* The name of a user; the identifier of one whose name cannot be opened. */
const char *decisions_user(const struct user_list *users, const char *id);

#endif
