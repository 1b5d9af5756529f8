/* One record with all its revisions, as far as they can be opened: what it says, and who changed
 * what, when and why. */
#ifndef CAIRN_RECORD_HISTORY_H
#define CAIRN_RECORD_HISTORY_H

#include <jansson.h>

#include "record/authority.h"
#include "record/log.h"
#include "record/tables.h"

struct history_revision {
    struct log_line line;
    const struct schema *schema; /* its own declaration; NULL: not in the record */
    json_t *fields; /* public and opened ones, those that are absent left out; references as in the
                       entry */
    size_t unopened;     /* fields and files that no disclosure is left of, or none that fits */
    const char *problem; /* what is kept does not fit what the entry commits to; NULL: it does */
    bool head;           /* no other follows it */
    const struct schema_field **changed; /* fields that are not what they were in the revision
                                            before (the first that it follows) */
    size_t changed_count;
};

struct history {
    struct history_revision *revision; /* oldest first */
    size_t count;
};

/* Reads the record, in transactions of both stores. All but the fields is in the arena; they are
 * given back by history_close. ERROR_NOT_FOUND when there is no such record. */
MUST_CHECK bool history_read(struct arena *arena, struct store *log,
                             const struct authority *authority, const struct identifier *rec,
                             struct history *out_history, struct error *error);
void history_close(struct history *history);

/* What a revision had in a field before: of the revision that it follows; NULL: nothing. */
const json_t *history_before(const struct history *history, const struct history_revision *revision,
                             const char *field);

#endif
